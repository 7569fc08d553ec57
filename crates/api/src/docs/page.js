// Draws the API's document. Plain DOM calls: every text goes in as text, never as HTML.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function nameOf(reference) {
  return reference.split("/").pop();
}

// One line or block of a schema, written the way TypeScript writes types. A named schema is a
// button that unfolds in place, so that recursive ones end.
function schemaNodes(schema, doc, indent) {
  if (schema === undefined || schema === true) return ["any"];
  if (schema.$ref) return [reference(nameOf(schema.$ref), doc, indent)];
  if (schema.enum) return [schema.enum.map((value) => JSON.stringify(value)).join(" | ")];
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  const parts = schema.oneOf || schema.anyOf;
  if (parts) return joined(parts, " | ", doc, indent);
  if (schema.allOf) return joined(schema.allOf, " & ", doc, indent);
  const types = [].concat(schema.type || "any");
  const nodes = types.flatMap((type, index) => [index ? " | " : "", ...typeNodes(type, schema, doc, indent)]);
  return nodes;
}

function joined(parts, separator, doc, indent) {
  return parts.flatMap((part, index) => [index ? separator : "", ...schemaNodes(part, doc, indent)]);
}

function typeNodes(type, schema, doc, indent) {
  if (type === "array") return [...schemaNodes(schema.items, doc, indent), "[]"];
  if (type === "object" && schema.properties) return objectNodes(schema, doc, indent);
  if (type === "object" && schema.additionalProperties) {
    return ["{ [name]: ", ...schemaNodes(schema.additionalProperties, doc, indent), " }"];
  }
  return [schema.format ? `${type} <${schema.format}>` : type];
}

function objectNodes(schema, doc, indent) {
  const inner = indent + "  ";
  const required = new Set(schema.required || []);
  const lines = Object.entries(schema.properties).flatMap(([name, property]) => {
    const note = property.description ? element("span", { class: "note" }, `  // ${property.description.split("\n")[0]}`) : "";
    return [`\n${inner}${name}${required.has(name) ? "" : "?"}: `, ...schemaNodes(property, doc, inner), note];
  });
  return ["{", ...lines, `\n${indent}}`];
}

function reference(name, doc, indent) {
  const schema = doc.components.schemas[name];
  const box = element("span");
  const button = element("button", { type: "button", "aria-expanded": "false" }, name);
  const content = element("span");
  button.addEventListener("click", () => {
    const opened = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!opened));
    content.replaceChildren(...(opened ? [] : [" ", ...schemaNodes(schema, doc, indent)]));
  });
  box.append(button, content);
  return box;
}

function schemaBlock(content, doc) {
  return Object.entries(content || {}).map(([mediaType, media]) =>
    element("div", {}, element("code", {}, mediaType), element("div", { class: "schema" }, ...schemaNodes(media.schema, doc, ""))));
}

function parameterTable(parameters, doc) {
  const rows = parameters.map((parameter) => element("tr", {},
    element("td", {}, element("code", {}, parameter.name), parameter.required ? "" : "?"),
    element("td", {}, parameter.in),
    element("td", {}, element("code", {}, ...schemaNodes(parameter.schema, doc, ""))),
    element("td", {}, parameter.description || "")));
  return element("table", {}, element("tbody", {}, ...rows));
}

// The scopes of `security` are the rights that an operation needs: all of one set, or of another.
function rights(operation) {
  const sets = (operation.security || []).flatMap((scheme) => Object.values(scheme)).map((names) => names.join(" + "));
  const distinct = [...new Set(sets)];
  if (distinct.length === 0) return "no sign-in";
  return distinct.map((names) => names || "signed in").join(" or ");
}

function operationBody(operation, doc) {
  const body = element("div", { class: "body" });
  if (operation.description) body.append(element("p", {}, operation.description));
  if (operation.parameters) body.append(element("h3", {}, "Parameters"), parameterTable(operation.parameters, doc));
  if (operation.requestBody) body.append(element("h3", {}, "Body"), ...schemaBlock(operation.requestBody.content, doc));
  for (const [status, given] of Object.entries(operation.responses || {})) {
    const response = given.$ref ? doc.components.responses[nameOf(given.$ref)] : given;
    body.append(element("h3", {}, status), element("div", {}, response.description || ""), ...schemaBlock(response.content, doc));
  }
  return body;
}

function operationDetails(path, method, operation, doc) {
  const summary = element("summary", {},
    element("span", { class: `method ${method}` }, method.toUpperCase()),
    element("code", {}, path), element("span", {}, operation.summary || ""),
    element("span", { class: "right" }, rights(operation)));
  const details = element("details", { class: "operation", id: operation.operationId || "" }, summary);
  details.dataset.text = [method, path, operation.summary, operation.operationId, rights(operation)].join(" ").toLowerCase();
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(operationBody(operation, doc));
  });
  return details;
}

function draw(doc) {
  document.getElementById("title").textContent = `${doc.info.title} ${doc.info.version}`;
  document.getElementById("about").textContent = doc.info.description || "";
  const groups = new Map();
  for (const [path, item] of Object.entries(doc.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const tag = (item[method].tags || ["other"])[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operationDetails(path, method, item[method], doc));
    }
  }
  const sections = [...groups].map(([tag, operations]) => element("section", { id: `tag-${tag}` }, element("h2", {}, tag), ...operations));
  document.getElementById("operations").replaceChildren(...sections);
  document.getElementById("tags").replaceChildren(...[...groups.keys()].map((tag) => element("a", { href: `#tag-${tag}` }, tag)));
}

function filter(text) {
  const words = text.toLowerCase().split(/\s+/);
  for (const section of document.querySelectorAll("section")) {
    let shown = 0;
    for (const operation of section.querySelectorAll("details.operation")) {
      operation.hidden = !words.every((word) => operation.dataset.text.includes(word));
      shown += operation.hidden ? 0 : 1;
    }
    section.hidden = shown === 0;
  }
}

async function start() {
  try {
    const response = await fetch("/api/openapi.json");
    draw(await response.json());
  } catch {
    document.getElementById("operations").replaceChildren(element("p", {}, "The document could not be loaded; reload the page to try again."));
    return;
  }
  document.getElementById("find").addEventListener("input", (event) => filter(event.target.value));
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (target) {
    target.open = true;
    target.scrollIntoView();
  }
}

start();
