//! Uploads to a bucket that nobody ended. Whoever is killed in the middle of one leaves its parts, which take room and cost
//! money and stand in no list of objects; whoever breaks off otherwise takes it back himself ([`super::IncomingRaw`]).
//!
//! `object_store` begins and aborts uploads, and cannot list them: the bucket is asked here, with that crate's own client and
//! signature (Amazon S3, `ListMultipartUploads`).

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::{OrganisationId, Timestamp};
use futures_util::TryStreamExt;
use object_store::ClientOptions;
use object_store::aws::{AmazonS3, AwsAuthorizer};
use object_store::client::{HttpClient, HttpConnector, HttpRequest, HttpRequestBody, ReqwestConnector};
use object_store::multipart::MultipartStore;
use object_store::path::Path;
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

use super::incoming::PASSING_NAME;
use crate::engine;
use crate::{S3Settings, Store, StoreError};

/// Uploads that are asked for at a time: S3 gives no more.
const LISTED_MAX: usize = 1_000;
/// How often it is asked in one go; what stands behind that is for the next one.
const LISTS_MAX: usize = 20;
/// Octets of an answer that are read: a thousand uploads with their owners take some 600 KB.
const ANSWER_OCTETS_MAX: usize = 4 * 1024 * 1024;
/// Elements within elements of an answer; a real one has four.
const DEPTH_MAX: usize = 16;

/// The uploads of one bucket.
pub(crate) struct Uploads {
    bucket: AmazonS3,
    region: String,
    /// Where the bucket is, as `object_store` finds it too.
    url: String,
    client: HttpClient,
}

/// Ends uploads that were begun before an instant and that neither came to an end nor were taken back; returns how many.
/// Give it a day: none of ours takes as long. Other uploads of the bucket are left alone, and so is all of it where objects
/// lie in a folder, whose unfinished files the sweep of objects takes.
///
/// # Errors
/// When the bucket does not list them, or not to us.
pub async fn end_uploads(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    let Some(uploads) = &store.shared().uploads else { return Ok(0) };
    uploads.end_older(before).await.map_err(|error| StoreError::object("raw", error))
}

impl Uploads {
    /// Those of a bucket.
    pub(crate) fn of(settings: &S3Settings) -> Result<Self, StoreError> {
        let url = match &settings.endpoint {
            Some(endpoint) => format!("{}/{}", endpoint.trim_end_matches('/'), settings.bucket),
            None => format!("https://s3.{}.amazonaws.com/{}", settings.region, settings.bucket),
        };
        let options = ClientOptions::new().with_allow_http(url.starts_with("http://"));
        let client = ReqwestConnector::default().connect(&options);
        Ok(Self {
            bucket: engine::bucket(settings)?,
            region: settings.region.clone(),
            url,
            client: client.map_err(|error| StoreError::object(&settings.bucket, error))?,
        })
    }

    async fn end_older(&self, before: Timestamp) -> Result<u64, object_store::Error> {
        let (mut ended, mut behind) = (0, None);
        for _ in 0..LISTS_MAX {
            let listed = self.list(behind.as_ref()).await?;
            for upload in &listed.uploads {
                if upload.is_ours() && upload.began_at < before && self.end(upload).await? {
                    ended += 1;
                }
            }
            behind = listed.next;
            if behind.is_none() {
                break;
            }
        }
        Ok(ended)
    }

    /// Whether there was something to end.
    async fn end(&self, upload: &Upload) -> Result<bool, object_store::Error> {
        match self.bucket.abort_multipart(&Path::from(upload.key.as_str()), &upload.id).await {
            Ok(()) => Ok(true),
            // It came to its end meanwhile, or another node was first.
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn list(&self, behind: Option<&Place>) -> Result<Listed, object_store::Error> {
        let mut url = format!("{}?max-uploads={LISTED_MAX}&prefix=raw%2F&uploads=", self.url);
        if let Some(Place { key, id }) = behind {
            url += &format!("&key-marker={}&upload-id-marker={}", encoded(key), encoded(id));
        }
        let mut request = HttpRequest::new(HttpRequestBody::empty());
        *request.uri_mut() = url.parse().map_err(failed)?;
        let credential = self.bucket.credentials().get_credential().await?;
        AwsAuthorizer::new(&credential, "s3", &self.region).try_authorize(&mut request, None)?;
        let answer = self.client.execute(request).await.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(failed(format!("the bucket does not list its uploads: {}", answer.status())));
        }
        let (mut body, mut text) = (answer.into_body().bytes_stream(), Vec::new());
        while let Some(piece) = body.try_next().await.map_err(failed)? {
            text.extend_from_slice(&piece);
            if text.len() > ANSWER_OCTETS_MAX {
                return Err(failed("the bucket's list of uploads does not end"));
            }
        }
        Listed::read(&String::from_utf8_lossy(&text))
    }
}

fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> object_store::Error {
    object_store::Error::Generic { store: "S3", source: source.into() }
}

/// RFC 3986 2.3: all but unreserved characters is escaped, as signatures want it.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a String takes all");
        }
    }
    encoded
}

/// What one answer lists.
#[derive(PartialEq, Eq, Debug, Default)]
struct Listed {
    uploads: Vec<Upload>,
    /// Where the next answer begins; `None` where this one was the last.
    next: Option<Place>,
}

/// Where a list goes on.
#[derive(PartialEq, Eq, Debug)]
struct Place {
    key: String,
    id: String,
}

/// An upload that nobody has ended yet.
#[derive(PartialEq, Eq, Debug)]
struct Upload {
    key: String,
    id: String,
    began_at: Timestamp,
}

impl Listed {
    /// Reads what S3 and its like answer, event by event: of the list and of each upload in it what is asked for here, by
    /// names without their prefix. Nothing is declared, so nothing is expanded or fetched. What is no upload there is none.
    fn read(text: &str) -> Result<Self, object_store::Error> {
        let mut reader = Reader::from_str(text);
        let mut reading = Reading::default();
        loop {
            match reader.read_event().map_err(failed)? {
                Event::Start(start) => reading.open(start.local_name().as_ref())?,
                // It has no text, and nothing here is told by an attribute.
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::End(_) => reading.close(),
                Event::Text(text) => reading.text.push_str(&text.decode().map_err(failed)?),
                Event::CData(text) => reading.text.push_str(&text.decode().map_err(failed)?),
                Event::GeneralRef(name) => reading.text.push_str(&character(&name)?),
                Event::DocType(_) => {
                    return Err(failed("the bucket's list of uploads declares a document type"));
                }
                Event::Eof => return reading.finish(),
            }
        }
    }
}

/// XML 1.0 4.1, 4.6: a character by its number, or one of the five that have a name.
fn character(reference: &BytesRef<'_>) -> Result<String, object_store::Error> {
    if let Some(character) = reference.resolve_char_ref().map_err(failed)? {
        return Ok(character.to_string());
    }
    let name = reference.decode().map_err(failed)?;
    let known = resolve_xml_entity(&name);
    known.map(str::to_owned).ok_or_else(|| failed("the bucket's list of uploads has an entity of its own"))
}

/// A list while it is read.
#[derive(Default)]
struct Reading {
    /// The names of the elements that are open, the outermost first.
    open: Vec<String>,
    /// The text of the innermost, since the last element in it ended.
    text: String,
    uploads: Vec<Upload>,
    upload: Told,
    list: Told,
}

/// What an upload or a list tells of itself, by the names of the elements.
#[derive(Default)]
struct Told(BTreeMap<String, String>);

impl Told {
    /// The first of a name counts.
    fn note(&mut self, name: String, text: String) {
        const KNOWN: [&str; 6] =
            ["Key", "UploadId", "Initiated", "IsTruncated", "NextKeyMarker", "NextUploadIdMarker"];
        if KNOWN.contains(&name.as_str()) {
            self.0.entry(name).or_insert(text);
        }
    }

    fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }
}

impl Reading {
    fn open(&mut self, name: &[u8]) -> Result<(), object_store::Error> {
        if self.open.len() >= DEPTH_MAX {
            return Err(failed("the bucket's list of uploads is deeper than any real one"));
        }
        self.open.push(String::from_utf8_lossy(name).into_owned());
        self.text.clear();
        Ok(())
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        let Some(name) = self.open.pop() else { return };
        let within: Vec<&str> = self.open.iter().map(String::as_str).collect();
        match within[..] {
            [_list] if name == "Upload" => {
                let told = std::mem::take(&mut self.upload);
                self.uploads.extend(Upload::of(told));
            }
            [_list] => self.list.note(name, text),
            [_list, "Upload"] => self.upload.note(name, text),
            // As the id of an owner.
            [..] => {}
        }
    }

    fn finish(mut self) -> Result<Listed, object_store::Error> {
        if !self.open.is_empty() {
            return Err(failed("the bucket's list of uploads is cut off"));
        }
        let is_cut = self.list.take("IsTruncated").is_some_and(|value| value == "true");
        let (key, id) = (self.list.take("NextKeyMarker"), self.list.take("NextUploadIdMarker"));
        let next = key.zip(id).map(|(key, id)| Place { key, id });
        Ok(Listed { uploads: self.uploads, next: next.filter(|_| is_cut) })
    }
}

impl Upload {
    fn of(mut told: Told) -> Option<Self> {
        let began_at = Timestamp::from_rfc3339(&told.take("Initiated")?)?;
        Some(Self { key: told.take("Key")?, id: told.take("UploadId")?, began_at })
    }

    /// Whether it has a passing name of ours.
    fn is_ours(&self) -> bool {
        let parts: Vec<&str> = self.key.split('/').collect();
        let ["raw", organisation, name] = parts[..] else { return false };
        organisation.parse::<OrganisationId>().is_ok() && name.starts_with(PASSING_NAME)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(key: &str, id: &str, began_at: &str) -> Upload {
        let began_at = Timestamp::from_rfc3339(began_at).unwrap();
        Upload { key: key.to_owned(), id: id.to_owned(), began_at }
    }

    #[test]
    fn a_list_is_read_with_where_it_goes_on() {
        // As in Amazon's description of the call, with an id as other services make them.
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <ListMultipartUploadsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\n<Bucket>mail</Bucket>\n\
            <KeyMarker></KeyMarker><UploadIdMarker></UploadIdMarker><NextKeyMarker>raw/7/incoming-9</NextKeyMarker>\n\
            <NextUploadIdMarker>2~x+/&amp;=</NextUploadIdMarker><MaxUploads>2</MaxUploads><IsTruncated>true</IsTruncated>\n\
            <Upload><Key>raw/7/incoming-8</Key><UploadId>VXBsb2Fk</UploadId>\n<Initiator><ID>arn</ID></Initiator>\
            <Owner><ID>75aa</ID></Owner><StorageClass>STANDARD</StorageClass>\
            <Initiated>2026-01-05T20:48:33.000Z</Initiated></Upload>\n\
            <Upload><Key>raw/7/incoming-9</Key><UploadId>2~x+/&amp;=</UploadId><Initiated>2026-01-06T20:48:33Z</Initiated></Upload>\n\
            <Upload><Key>no time</Key><UploadId>1</UploadId></Upload></ListMultipartUploadsResult>";
        let listed = Listed::read(text).unwrap();
        let first = upload("raw/7/incoming-8", "VXBsb2Fk", "2026-01-05T20:48:33Z");
        let second = upload("raw/7/incoming-9", "2~x+/&=", "2026-01-06T20:48:33Z");
        let next = Place { key: second.key.clone(), id: second.id.clone() };
        assert_eq!(encoded(&next.id), "2~x%2B%2F%26%3D");
        assert_eq!(listed, Listed { uploads: vec![first, second], next: Some(next) });
        assert_eq!(Listed::read(&text.replace(">true<", ">false<")).unwrap().next, None);
        assert_eq!(Listed::read("<html>no bucket</html>").unwrap(), Listed::default());
    }

    #[test]
    fn a_list_is_read_however_it_is_written() {
        let text = "<s3:List xmlns:s3='u'><!-- <Upload><Key>in a comment</Key></Upload> --><s3:NextKeyMarker/>\
            <s3:Upload at='now'><s3:Owner><s3:Key>of the owner</s3:Key></s3:Owner><s3:Key><![CDATA[raw/7/<8>]]></s3:Key>\
            <s3:UploadId>&#50;&lt;&amp;amp;</s3:UploadId><s3:Initiated>2026-01-05T20:48:33Z</s3:Initiated></s3:Upload></s3:List>";
        let expected = upload("raw/7/<8>", "2<&amp;", "2026-01-05T20:48:33Z");
        assert_eq!(Listed::read(text).unwrap(), Listed { uploads: vec![expected], next: None });
    }

    #[test]
    fn what_is_no_whole_list_is_none_and_nothing_is_expanded() {
        for wrong in [
            "<List><Upload>".to_owned(),
            "<List></Upload></List>".to_owned(),
            "<!DOCTYPE a [<!ENTITY b 'c'>]><List>&b;</List>".to_owned(),
            "<List>&b;</List>".to_owned(),
            format!("{}{}", "<a>".repeat(17), "</a>".repeat(17)),
        ] {
            assert!(Listed::read(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_passing_names_of_ours_are_ours() {
        let is_ours = |key: &str| upload(key, "1", "2026-01-05T20:48:33Z").is_ours();
        assert!(is_ours("raw/7/incoming-8"));
        for other in ["raw/7/8", "raw/x/incoming-8", "backup/7/incoming-8", "raw/7/incoming-8/part", ""] {
            assert!(!is_ours(other), "{other}");
        }
    }
}
