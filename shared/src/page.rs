//! Lists come in pages; the cursor of the next page is opaque.

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Pass as `cursor` to read on; null on the last page.
    pub next_cursor: Option<String>,
}

queries! {
    /// Which part of a list.
    pub struct PageQuery {
        /// How many rows, 1 to 100.
        pub limit: Option<u16>,
        /// `next_cursor` of the page before.
        pub cursor: Option<String>,
    }
}

/// Rows a page where the caller does not say.
pub const DEFAULT_LIMIT: u16 = 24;
/// Rows a page at the most.
pub const MAX_LIMIT: u16 = 100;

/// A query that pages: lets the server check every list's limit in one place.
pub trait Paged {
    fn limit(&self) -> Option<u16>;
    fn cursor(&self) -> Option<&str>;
}

impl Paged for PageQuery {
    fn limit(&self) -> Option<u16> {
        self.limit
    }
    fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}

impl<T> Page<T> {
    /// A list that fits on one page.
    pub const fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next_cursor: None,
        }
    }
}

#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> utoipa::PartialSchema for Page<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::{ArrayBuilder, ObjectBuilder, Ref, Type, schema::SchemaType};
        ObjectBuilder::new()
            .property(
                "items",
                ArrayBuilder::new().items(Ref::from_schema_name(T::name())),
            )
            .property(
                "next_cursor",
                ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null])),
            )
            .required("items")
            .required("next_cursor")
            .into()
    }
}

#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> utoipa::ToSchema for Page<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("{}Page", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}
