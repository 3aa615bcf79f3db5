//! What services and the store fail with, and how it becomes the error that the browser sees.

use crate::api::error::ApiError;
use crate::domain::booking::NotPossible;
use crate::domain::error::FieldErrors;

/// A failure of the database or of what is in it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused an overlap of reservations.
    #[error("overlapping reservations")]
    Overlap,
    /// A unique value is taken already (constraint or columns as the driver names them).
    #[error("not unique: {0}")]
    Unique(String),
    /// The row changed since it was read.
    #[error("changed meanwhile")]
    Stale,
    /// The database gave the transaction up for the sake of another one: a deadlock, or what was read is not so any more. It may be tried again.
    #[error("given up for another transaction")]
    GivenUp,
    /// A stored value makes no sense.
    #[error("inconsistent {table}.{column} of {id}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row.
        id: String,
    },
    /// Anything else the driver said; never shown to a visitor.
    #[error("database: {0}")]
    Driver(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error {
            if database.message().contains("reservations_overlap") {
                return Self::Overlap;
            }
            // PostgreSQL's deadlock_detected and serialization_failure.
            if matches!(database.code().as_deref(), Some("40P01" | "40001")) {
                return Self::GivenUp;
            }
            if database.is_unique_violation() {
                return Self::Unique(database.constraint().map_or_else(|| database.message().to_owned(), str::to_owned));
            }
        }
        Self::Driver(error)
    }
}

/// Why a service did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What the caller can mend.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else of ours; the text goes to the log only.
    #[error("{0}")]
    Internal(String),
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Api(ApiError::Invalid(errors))
    }
}

impl From<NotPossible> for Error {
    fn from(_: NotPossible) -> Self {
        Self::Api(ApiError::NotPossible("error-not-possible".into()))
    }
}

impl Error {
    /// What the caller is told; a failure of ours is logged here, once.
    pub fn into_api(self, request_id: &str) -> ApiError {
        match self {
            Self::Api(error) => error,
            Self::Store(StoreError::Stale) => ApiError::Stale,
            other => {
                tracing::error!(request_id, error = %other, "request failed");
                ApiError::Internal { request_id: request_id.to_owned() }
            }
        }
    }
}

/// What services return.
pub type Result<T> = std::result::Result<T, Error>;
