//! One declaration an operation. The server mounts it, the contract is written from it, every client calls it.

use crate::{
    Code, Input,
    identity::{OrganisationKind, OrganisationStatus, Role},
};
use serde::{Serialize, de::DeserializeOwned};

/// With the feature `openapi`, what has a schema; without it, anything.
#[cfg(feature = "openapi")]
pub trait Schema: utoipa::ToSchema {}
#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> Schema for T {}
/// With the feature `openapi`, what has a schema; without it, anything.
#[cfg(not(feature = "openapi"))]
pub trait Schema {}
#[cfg(not(feature = "openapi"))]
impl<T> Schema for T {}

/// With the feature `openapi`, what names the parameters of a query string; without it, anything.
#[cfg(feature = "openapi")]
pub trait QuerySchema: utoipa::IntoParams + utoipa::ToSchema {}
#[cfg(feature = "openapi")]
impl<T: utoipa::IntoParams + utoipa::ToSchema> QuerySchema for T {}
/// With the feature `openapi`, what names the parameters of a query string; without it, anything.
#[cfg(not(feature = "openapi"))]
pub trait QuerySchema {}
#[cfg(not(feature = "openapi"))]
impl<T> QuerySchema for T {}

words! {
    /// The HTTP methods in use.
    pub enum Method {
        Get = "GET",
        Post = "POST",
        Put = "PUT",
        Patch = "PATCH",
        Delete = "DELETE",
    }
}

/// Who may call an operation at all. Which rows they may touch is each slice's policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who signed in.
    SignedIn,
    /// Members of organisations of these kinds.
    Kinds(&'static [OrganisationKind]),
}

/// Which members may call an operation, once [`Access`] lets their organisation in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roles {
    /// Every member.
    Every,
    /// Managers, and members with one of these roles.
    Only(&'static [Role]),
}

impl Roles {
    /// Whether a member with this role may call. Managers may do everything in their organisation.
    pub fn include(self, role: Role) -> bool {
        match self {
            Self::Every => true,
            Self::Only(roles) => role == Role::Manager || roles.contains(&role),
        }
    }
}

/// Whether a member may call such an operation at all, or the problem that says why not: by the kind of organisation, by
/// role, and not while the organisation is suspended or closed.
pub fn may_call(
    (access, roles): (Access, Roles),
    (method, while_suspended): (Method, bool),
    (kind, status, role): (OrganisationKind, OrganisationStatus, Role),
) -> Result<(), Code> {
    let trade = matches!(access, Access::Kinds(_)) && method != Method::Get;
    match access {
        Access::Public => Ok(()),
        Access::Kinds(kinds) if !kinds.contains(&kind) => Err(Code::Forbidden),
        _ if !roles.include(role) => Err(Code::Forbidden),
        _ if is_work((access, roles), method) && status == OrganisationStatus::Closed => {
            Err(Code::OrganisationClosed)
        }
        _ if trade && status == OrganisationStatus::Suspended && !while_suspended => {
            Err(Code::OrganisationSuspended)
        }
        _ => Ok(()),
    }
}

/// Whether a call acts for the organisation, and not for the person alone: a change that takes a kind or a role.
pub fn is_work((access, roles): (Access, Roles), method: Method) -> bool {
    let of_organisation = matches!(access, Access::Kinds(_)) || roles != Roles::Every;
    access != Access::Public && method != Method::Get && of_organisation
}

/// Whether an operation takes an `Idempotency-Key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    No,
    Optional,
    Required,
}

/// What an operation's body is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// No body at all.
    None,
    Json,
    /// `multipart/form-data` with one part named `file`.
    File,
}

/// The values in a path, in the order of their braces.
pub trait PathParams: Clone + Send + Sync + Sized + 'static {
    /// The values as path segments.
    fn segments(&self) -> Vec<String>;
    /// Reads the segments back; `None` where one cannot be such a value.
    fn parse(segments: &[String]) -> Option<Self>;
    /// What the contract says of each value: `uuid`, `integer`, or nothing special.
    const FORMATS: &'static [&'static str];
    /// Values for the contract's examples.
    fn example() -> Self;
}

/// One operation of the API.
pub trait Endpoint: 'static {
    /// The operationId, which is also the name of the handler and of its file.
    const NAME: &'static str;
    const METHOD: Method;
    /// Below `/api/v1`, with names in braces.
    const PATH: &'static str;
    /// The slice it belongs to.
    const SLICE: &'static str;
    /// One sentence, from the declaration's doc comment.
    const SUMMARY: &'static str;
    const ACCESS: Access;
    /// Which members may call.
    const ROLES: Roles;
    /// Whether a suspended organisation may still do it although it is work of its kind: it ends trade, or mends what
    /// the centre asked for. Reading, and what every organisation may do, it always may.
    const WHILE_SUSPENDED: bool;
    /// The status of success.
    const STATUS: u16;
    const IDEMPOTENCY: Idempotency;
    /// Whether `If-Match` is required.
    const IF_MATCH: bool;
    const BODY: BodyKind;
    /// What may go wrong beside the problems that every operation of its shape has.
    const PROBLEMS: &'static [Code];

    type Path: PathParams;
    type Query: Serialize + DeserializeOwned + Default + QuerySchema + Send + 'static;
    type Body: Input + Send + 'static;
    type Response: Serialize + DeserializeOwned + Schema + Send + 'static;
}

/// The answer of an operation that brings a file: bytes to be kept, never to be shown in a browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Download;

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Download {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .content_media_type(DOWNLOAD)
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Download {
    fn name() -> std::borrow::Cow<'static, str> {
        "Download".into()
    }
}

/// The media type of every [`Download`]: what it holds is told by its name, so that no browser runs it.
pub const DOWNLOAD: &str = "application/octet-stream";

queries! {
    /// No parameters.
    pub struct Nothing {}
}

impl PathParams for () {
    fn segments(&self) -> Vec<String> {
        Vec::new()
    }
    fn parse(segments: &[String]) -> Option<Self> {
        segments.is_empty().then_some(())
    }
    const FORMATS: &'static [&'static str] = &[];
    fn example() -> Self {}
}

/// A value that can stand in a path by itself.
pub trait PathValue: std::fmt::Display + std::str::FromStr + Clone + Send + Sync + 'static {
    const FORMAT: &'static str;
    fn example() -> Self;
}

impl<A: PathValue> PathParams for (A,) {
    fn segments(&self) -> Vec<String> {
        vec![self.0.to_string()]
    }
    fn parse(segments: &[String]) -> Option<Self> {
        match segments {
            [a] => Some((a.parse().ok()?,)),
            _ => None,
        }
    }
    const FORMATS: &'static [&'static str] = &[A::FORMAT];
    fn example() -> Self {
        (A::example(),)
    }
}

impl<A: PathValue, B: PathValue> PathParams for (A, B) {
    fn segments(&self) -> Vec<String> {
        vec![self.0.to_string(), self.1.to_string()]
    }
    fn parse(segments: &[String]) -> Option<Self> {
        match segments {
            [a, b] => Some((a.parse().ok()?, b.parse().ok()?)),
            _ => None,
        }
    }
    const FORMATS: &'static [&'static str] = &[A::FORMAT, B::FORMAT];
    fn example() -> Self {
        (A::example(), B::example())
    }
}

macro_rules! path_ids {
    ($($name:ident),+) => {$(
        impl PathValue for crate::$name {
            const FORMAT: &'static str = "uuid";
            fn example() -> Self { Self::EXAMPLE }
        }
    )+};
}
path_ids!(
    OrganisationId,
    SessionId,
    UserId,
    InvitationId,
    ProductId,
    ImageId,
    PackId,
    LotId,
    CertificateId,
    PaperId,
    PhotoId,
    PurchaseId,
    OrderId,
    ChainId,
    StoreId,
    ListingId,
    ImportId
);

/// An id or a slug; both name the same thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(pub String);

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Key {
    type Err = crate::check::UnknownWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let good = (1..=100).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        good.then(|| Self(text.to_owned()))
            .ok_or(crate::check::UnknownWord)
    }
}

impl PathValue for Key {
    const FORMAT: &'static str = "key";
    fn example() -> Self {
        Self(crate::ProductId::EXAMPLE.to_string())
    }
}

/// A secret in an address: whoever has it may use it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Secrets stay out of logs.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl std::fmt::Display for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Secret {
    type Err = crate::check::UnknownWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let good = (1..=100).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        good.then(|| Self(text.to_owned()))
            .ok_or(crate::check::UnknownWord)
    }
}

impl PathValue for Secret {
    const FORMAT: &'static str = "secret";
    fn example() -> Self {
        Self("the-token-of-the-invitation".to_owned())
    }
}

/// The number of a featured place on the home page, from 1.
impl PathValue for u8 {
    const FORMAT: &'static str = "integer";
    fn example() -> Self {
        1
    }
}

/// Declares operations. Left out: `access` → public, `status` → 200, `body` → none, `query` → nothing. Work of some
/// kinds of organisations must say whose it is there: `roles: [Staff, Buyer]` (managers always may), `roles: []`
/// (managers alone) or `roles: every`.
macro_rules! endpoints {
    ($slice:literal; $(
        $(#[doc = $doc:literal])+
        $type:ident = $name:literal, $method:ident $path:literal {
            $(path: $params:ty,)?
            $(query: $query:ty,)?
            $(body: $body:ty,)?
            $(file: $file:ident,)?
            response: $response:ty,
            $(status: $status:literal,)?
            $(access: $access:expr,)?
            $(roles: $roles:tt,)?
            $(while_suspended: $while_suspended:literal,)?
            $(idempotency: $idempotency:ident,)?
            $(if_match: $if_match:literal,)?
            $(problems: [$($problem:ident),*],)?
        }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug)]
        pub struct $type;

        impl $crate::Endpoint for $type {
            const NAME: &'static str = $name;
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATH: &'static str = $path;
            const SLICE: &'static str = $slice;
            const SUMMARY: &'static str = concat!($($doc),+);
            const ACCESS: $crate::Access = endpoints!(@or $crate::Access::Public; $($access)?);
            const ROLES: $crate::Roles = endpoints!(@roles $($roles)?);
            const WHILE_SUSPENDED: bool = endpoints!(@or false; $($while_suspended)?);
            const STATUS: u16 = endpoints!(@or 200; $($status)?);
            const IDEMPOTENCY: $crate::Idempotency =
                endpoints!(@or $crate::Idempotency::No; $($crate::Idempotency::$idempotency)?);
            const IF_MATCH: bool = endpoints!(@or false; $($if_match)?);
            const BODY: $crate::endpoint::BodyKind = endpoints!(@kind $($body)?; $($file)?);
            const PROBLEMS: &'static [$crate::Code] = &[$($($crate::Code::$problem),*)?];
            type Path = endpoints!(@type (); $($params)?);
            type Query = endpoints!(@type $crate::Nothing; $($query)?);
            type Body = endpoints!(@type (); $($body)?);
            type Response = $response;
        }

        const _: () = assert!(
            endpoints!(@given $($roles)?) || !matches!(<$type as $crate::Endpoint>::ACCESS, $crate::Access::Kinds(_)),
            "say after `access:` which roles may call: `roles: [Staff]` (beside managers), `roles: []` or `roles: every`"
        );
    )+

    /// Every operation of this slice, for tests that must miss none.
    pub const NAMES: &[&str] = &[$($name),+];
    };
    (@or $default:expr;) => { $default };
    (@or $default:expr; $given:expr) => { $given };
    (@given) => { false };
    (@given $roles:tt) => { true };
    (@roles) => { $crate::Roles::Every };
    (@roles every) => { $crate::Roles::Every };
    (@roles [$($role:ident),*]) => { $crate::Roles::Only(&[$($crate::identity::Role::$role),*]) };
    (@type $default:ty;) => { $default };
    (@type $default:ty; $given:ty) => { $given };
    (@kind ;) => { $crate::endpoint::BodyKind::None };
    (@kind ; $file:ident) => { $crate::endpoint::BodyKind::File };
    (@kind $body:ty;) => { $crate::endpoint::BodyKind::Json };
}
