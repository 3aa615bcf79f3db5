//! Uploads (multipart forms, RFC 7578) and downloads.

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::api::error::ApiError;
use crate::domain::candidates::FileKind;
use crate::domain::error::FieldErrors;
use crate::domain::id::{CandidateId, FileId};
use crate::paths;
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::{Error, Result};
use crate::server::services::files::{self, Opened, Upload};

/// The largest body of an upload that is read to its end, in bytes: more than a file may have, so that whoever
/// sends a larger one is told so instead of finding the connection cut.
pub fn most_body_bytes(most_file_bytes: usize) -> usize {
    most_file_bytes.saturating_mul(4).saturating_add(1_048_576)
}

/// Takes a candidate's file: fields `kind` and `file`.
///
/// A page's script asks for JSON and gets the file's id or the error; a plain form is led back to the candidate.
pub async fn upload(State(app): State<Arc<AppState>>, Path(candidate): Path<String>, parts: Parts, form: Multipart) -> Response {
    let plain = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    let back = |query: &str| Redirect::to(&format!("{}{query}", paths::candidate(&candidate))).into_response();
    match take(app, &candidate, &parts, form).await {
        Ok(_) if plain => back("?uploaded=1"),
        Ok(id) => Json(id).into_response(),
        Err(ApiError::Unauthorized) if plain => Redirect::to(paths::SIGN_IN).into_response(),
        Err(ApiError::Invalid(errors)) if plain => {
            let message = errors.iter().next().map(|error| error.message.clone()).unwrap_or_default();
            back(&format!("?upload_error={message}"))
        }
        Err(error) => refused(&error),
    }
}

async fn take(app: Arc<AppState>, candidate: &str, parts: &Parts, form: Multipart) -> std::result::Result<FileId, ApiError> {
    let ctx = super::context(app, parts).await?;
    let result = async {
        // Before anything is read: nobody makes us take in files without being allowed to.
        ctx.require(crate::domain::can::manage_records(&ctx.actor))?;
        let candidate: CandidateId = candidate.parse().map_err(|_| ApiError::NotFound)?;
        let upload = read(&ctx, form).await?;
        files::upload(&ctx, candidate, upload).await
    };
    result.await.map_err(|error| error.into_api(&ctx.request_id))
}

async fn read(ctx: &Ctx, form: Multipart) -> Result<Upload> {
    let (file, kind) = fields(ctx, form).await?;
    let (name, bytes) = file.ok_or_else(|| FieldErrors::one("file", "error-file-empty"))?;
    let kind = kind.ok_or_else(|| FieldErrors::one("kind", "error-choose"))?;
    Ok(Upload { kind, name, bytes })
}

/// The name and the bytes of the field `file`, not more than a file may have.
///
/// # Errors
/// `Invalid` at `file` when there is none or it is too large.
pub async fn limited_file(ctx: &Ctx, form: Multipart) -> Result<(String, Vec<u8>)> {
    let (file, _) = fields(ctx, form).await?;
    Ok(file.ok_or_else(|| FieldErrors::one("file", "error-file-empty"))?)
}

async fn fields(ctx: &Ctx, mut form: Multipart) -> Result<(Option<(String, Vec<u8>)>, Option<FileKind>)> {
    let most = ctx.app.config.files.most_bytes;
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => files::too_large(most),
        _ => Error::Api(ApiError::Transport),
    };
    let (mut kind, mut file) = (None, None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("kind") => {
                let (bytes, _) = limited(field, 100).await.map_err(broken)?;
                kind = std::str::from_utf8(&bytes).ok().and_then(FileKind::parse);
            }
            Some("file") if file.is_none() => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let (bytes, cut) = limited(field, most).await.map_err(broken)?;
                if cut {
                    return Err(files::too_large(most));
                }
                file = Some((name, bytes));
            }
            _ => drop(limited(field, 0).await.map_err(broken)?),
        }
    }
    Ok((file, kind))
}

/// A field's bytes up to `most`, and whether there were more; those are read, too, but not kept.
async fn limited(mut field: Field<'_>, most: usize) -> std::result::Result<(Vec<u8>, bool), MultipartError> {
    let (mut bytes, mut cut) = (Vec::new(), false);
    while let Some(chunk) = field.chunk().await? {
        let room = most.saturating_sub(bytes.len());
        cut |= chunk.len() > room;
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok((bytes, cut))
}

/// Hands out a candidate's file to a colleague: a PDF in the browser, anything else to be saved.
pub async fn download(State(app): State<Arc<AppState>>, Path(id): Path<String>, parts: Parts) -> Response {
    let ctx = match super::context(app, &parts).await {
        Ok(ctx) => ctx,
        Err(error) => return refused(&error),
    };
    let result = async {
        let id: FileId = id.parse().map_err(|_| ApiError::NotFound)?;
        files::open_for_colleague(&ctx, id).await
    };
    match result.await.map_err(|error| error.into_api(&ctx.request_id)) {
        Ok(file) => in_window(response(file)),
        Err(ApiError::Unauthorized) => Redirect::to(paths::SIGN_IN).into_response(),
        Err(error) => refused(&error),
    }
}

/// A file as an answer: with its own type and name, and a policy under which nothing in it can act on our origin.
pub fn response(file: Opened) -> Response {
    let is_pdf = file.media_type == "application/pdf";
    // Browsers show no PDF in a sandboxed document; theirs is a viewer that runs nothing of ours.
    let policy = if is_pdf {
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    } else {
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    };
    let disposition = content_disposition(if is_pdf { "inline" } else { "attachment" }, &file.name);
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, file.media_type.as_str()),
        (header::CONTENT_DISPOSITION, disposition.as_str()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, no-store"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

/// Lets a PDF stand in a window of our own pages, and of nobody else's.
pub(super) fn in_window(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/pdf") {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        let policy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    response
}

/// The header's value, with the name in ASCII for old readers and in UTF-8 (RFC 6266, section 4.3; RFC 8187).
pub(super) fn content_disposition(kind: &str, name: &str) -> String {
    let ascii: String = name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

pub(super) fn refused(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(error)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_goes_into_the_header_safely() {
        assert_eq!(
            content_disposition("inline", "Résumé \"A\".pdf"),
            "inline; filename=\"R_sum_ _A_.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9%20%22A%22.pdf"
        );
    }
}
