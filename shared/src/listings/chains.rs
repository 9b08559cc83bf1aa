//! Chains and their stores.

use crate::{
    ChainId, Checks, Input, OrganisationId, StoreId, Timestamp, codes,
    identity::{Contact, ContactInput},
    producers::CommuneRef,
};

views! {
    /// A retail chain and its stores.
    pub struct Chain {
        pub id: ChainId,
        pub name: String,
        /// The retailer that runs it.
        pub organisation_id: OrganisationId,
        /// Whether its shelves count for coverage.
        pub counts_as_retail_chain: bool,
        pub stores: Vec<Store>,
    }

    /// A store of a chain.
    pub struct Store {
        pub id: StoreId,
        pub code: String,
        pub name: String,
        pub address: String,
        pub commune: CommuneRef,
        /// Global Location Number, 13 digits.
        pub gln: Option<String>,
    }

    /// A chain as the centre, the authority and the retailer that runs it see it.
    pub struct ChainRecord {
        pub id: ChainId,
        pub name: String,
        pub organisation_id: OrganisationId,
        pub organisation_name: String,
        pub counts_as_retail_chain: bool,
        /// Whom producers' pitches concern in the chain's office.
        pub contact: Option<Contact>,
        /// Those too that were closed.
        pub stores: Vec<StoreRecord>,
        pub version: i64,
    }

    /// A store as the centre, the authority and the retailer that runs it see it.
    pub struct StoreRecord {
        pub id: StoreId,
        pub chain_id: ChainId,
        pub code: String,
        pub name: String,
        pub address: String,
        pub commune: CommuneRef,
        pub gln: Option<String>,
        pub contact: Option<Contact>,
        /// Listings that stand in it now.
        pub listings: i64,
        pub closed_at: Option<Timestamp>,
        pub version: i64,
    }
}

inputs! {
    /// A new chain of a verified retailer.
    pub struct ChainCreate {
        pub organisation_id: OrganisationId,
        pub name: String,
        pub counts_as_retail_chain: bool,
    }

    /// A new store.
    pub struct StoreCreate {
        pub code: String,
        pub name: String,
        pub address: String,
        pub commune_code: String,
        #[serde(default)]
        pub gln: Option<String>,
    }

    /// Changes a chain as a whole.
    pub struct ChainUpdate {
        pub name: String,
        /// Only the centre may change it.
        pub counts_as_retail_chain: bool,
        #[serde(default)]
        pub contact: Option<ContactInput>,
    }

    /// Changes a store as a whole.
    pub struct StoreUpdate {
        pub code: String,
        pub name: String,
        pub address: String,
        pub commune_code: String,
        #[serde(default)]
        pub gln: Option<String>,
        #[serde(default)]
        pub contact: Option<ContactInput>,
    }
}

impl Input for ChainCreate {
    fn check(&self, checks: &mut Checks) {
        checks.text("name", &self.name, 2..=100);
    }
    fn example() -> Self {
        Self {
            organisation_id: OrganisationId::EXAMPLE,
            name: "Siêu thị Ví Dụ".into(),
            counts_as_retail_chain: true,
        }
    }
}

impl Input for ChainUpdate {
    fn check(&self, checks: &mut Checks) {
        checks.text("name", &self.name, 2..=100);
        if let Some(contact) = &self.contact {
            checks.within("contact.", |checks| contact.check(checks));
        }
    }
    fn example() -> Self {
        Self {
            name: "Siêu thị Ví Dụ".into(),
            counts_as_retail_chain: true,
            contact: Some(ContactInput {
                name: "Phòng thu mua".into(),
                phone: "0205 000 0998".into(),
                email: "thu-mua@example.com".into(),
            }),
        }
    }
}

impl Input for StoreUpdate {
    fn check(&self, checks: &mut Checks) {
        check_store(
            checks,
            [&self.code, &self.name, &self.address, &self.commune_code],
            self.gln.as_deref(),
        );
        if let Some(contact) = &self.contact {
            checks.within("contact.", |checks| contact.check(checks));
        }
    }
    fn example() -> Self {
        Self {
            code: "VD-09".into(),
            name: "Ví Dụ Kỳ Lừa".into(),
            address: "Số 4 đường Ví Dụ".into(),
            commune_code: "05977".into(),
            gln: Some("9528765432108".into()),
            contact: None,
        }
    }
}

/// `texts`: code, name, address, the commune's code.
fn check_store(checks: &mut Checks, texts: [&str; 4], gln: Option<&str>) {
    let [code, name, address, commune] = texts;
    checks.text("code", code, 1..=20);
    checks.text("name", name, 2..=120);
    checks.text("address", address, 3..=250);
    checks.commune("commune_code", commune);
    if let Some(gln) = gln {
        checks.digits("gln", codes::check_gln(gln), "^[0-9]{13}$");
    }
}

impl Input for StoreCreate {
    fn check(&self, checks: &mut Checks) {
        check_store(
            checks,
            [&self.code, &self.name, &self.address, &self.commune_code],
            self.gln.as_deref(),
        );
    }
    fn example() -> Self {
        Self {
            code: "VD-09".into(),
            name: "Ví Dụ Kỳ Lừa".into(),
            address: "Số 2 đường Ví Dụ".into(),
            commune_code: "05977".into(),
            gln: Some("9528765432108".into()),
        }
    }
}
