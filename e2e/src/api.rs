//! The API as a program uses it: JSON in, JSON out, a session in a cookie.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use testkit::posthus::{ADMINISTRATOR, Posthus};
use testkit::wait;

/// No answer of the API takes longer on a machine that is only busy.
const DEADLINE: Duration = Duration::from_secs(30);

/// A signed-in client.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    cookie: String,
}

/// What the API answered when it refused.
#[derive(Debug)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// The problem of RFC 9457.
    pub problem: Value,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.status, self.problem)
    }
}

impl std::error::Error for Refusal {}

impl Client {
    /// Signs in as the administrator that the test's office was made with.
    ///
    /// # Errors
    /// When the office refuses.
    pub async fn administrator(office: &Posthus) -> Result<Self> {
        let (email, password) = ADMINISTRATOR;
        Self::sign_in(&office.url(), email, password).await
    }

    /// Signs in.
    ///
    /// # Errors
    /// A [`Refusal`] when the office refuses.
    pub async fn sign_in(url: &str, email: &str, password: &str) -> Result<Self> {
        let mut client = Self::nobody(url)?;
        let body = json!({ "email": email, "password": password });
        let response = client.answer(client.request(Method::POST, "/session").json(&body)).await?;
        let cookie = response.headers().get(header::SET_COOKIE).context("signing in sets no cookie")?;
        let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
        pair.clone_into(&mut client.cookie);
        Ok(client)
    }

    /// A client that is not signed in.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn nobody(url: &str) -> Result<Self> {
        // Another test of this process may have installed the same one.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(DEADLINE).build()?;
        Ok(Self { http, url: url.to_owned(), cookie: String::new() })
    }

    /// `GET /api/v1` and `path`.
    ///
    /// # Errors
    /// A [`Refusal`], or a broken connection.
    pub async fn get(&self, path: &str) -> Result<Value> {
        self.json(self.request(Method::GET, path)).await
    }

    /// `POST` with a JSON body.
    ///
    /// # Errors
    /// A [`Refusal`], or a broken connection.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.json(self.request(Method::POST, path).json(body)).await
    }

    /// `PATCH` with a JSON body.
    ///
    /// # Errors
    /// A [`Refusal`], or a broken connection.
    pub async fn patch(&self, path: &str, body: &Value) -> Result<Value> {
        self.json(self.request(Method::PATCH, path).json(body)).await
    }

    /// `PUT` with a JSON body.
    ///
    /// # Errors
    /// A [`Refusal`], or a broken connection.
    pub async fn put(&self, path: &str, body: &Value) -> Result<Value> {
        self.json(self.request(Method::PUT, path).json(body)).await
    }

    /// `DELETE`.
    ///
    /// # Errors
    /// A [`Refusal`], or a broken connection.
    pub async fn delete(&self, path: &str) -> Result<Value> {
        self.json(self.request(Method::DELETE, path)).await
    }

    /// Uploads a file for a reply and gives its id. The name has no letters that a URL escapes.
    ///
    /// # Errors
    /// A [`Refusal`], or a broken connection.
    pub async fn upload(&self, name: &str, bytes: Vec<u8>) -> Result<String> {
        let request = self.request(Method::POST, &format!("/uploads?name={name}")).body(bytes);
        let uploaded = self.json(request).await?;
        Ok(text(&uploaded, "id").to_owned())
    }

    /// The bytes of a download.
    ///
    /// # Errors
    /// A [`Refusal`], or a broken connection.
    pub async fn download(&self, path: &str) -> Result<Vec<u8>> {
        Ok(self.answer(self.request(Method::GET, path)).await?.bytes().await?.to_vec())
    }

    /// Asks for `path` until `find` sees what the test waits for.
    ///
    /// # Panics
    /// After [`wait::DEADLINE`], naming `what`.
    pub async fn until<T>(&self, what: &str, path: &str, find: impl Fn(&Value) -> Option<T>) -> T {
        wait::until_async(what, || async {
            let value = self.get(path).await.ok()?;
            find(&value)
        })
        .await
    }

    /// The first row of a list that holds at least one.
    ///
    /// # Panics
    /// As [`Client::until`].
    pub async fn first_row(&self, what: &str, path: &str) -> Value {
        self.until(what, path, |page| page["rows"].get(0).cloned()).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}/api/v1{path}", self.url));
        // As a browser does: the session, and where the page came from.
        let request = request.header(header::ORIGIN, &self.url);
        if self.cookie.is_empty() { request } else { request.header(header::COOKIE, &self.cookie) }
    }

    async fn json(&self, request: RequestBuilder) -> Result<Value> {
        let bytes = self.answer(request).await?.bytes().await?;
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes).context("the answer is no JSON")
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Response> {
        let response = request.send().await?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let problem = response.json().await.unwrap_or(Value::Null);
        bail!(Refusal { status, problem })
    }
}

/// A text of an object; empty when there is none.
#[must_use]
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The rows of a page.
#[must_use]
pub fn rows(page: &Value) -> &[Value] {
    page["rows"].as_array().map_or(&[], Vec::as_slice)
}
