//! The database schema, step by step, for SQLite and PostgreSQL alike.
//!
//! A merged step is frozen: schema text is history and never imports an entity. Names matter: a unique index is
//! called `<table>_<column>…_key`, because the server turns a violated name into a field error.

use sea_orm_migration::prelude::*;

mod build;
mod m20261122_000001_identity;
mod m20261122_000002_catalogue;
mod m20261122_000003_stock;
mod m20261122_000004_certification;
mod m20261122_000005_orders;
mod m20261122_000006_listings;
mod m20261122_000007_curation;
mod m20261122_000008_platform;
mod m20261122_000010_managers;
mod m20261122_000011_invitations;
mod m20261122_000020_vault;
mod m20261122_000021_account;
mod m20261122_000030_papers;
mod m20261122_000031_producers;
mod m20261122_000060_catalogue;
mod m20261122_000061_orders;
mod m20261122_000062_listings;
mod m20261122_000140_exchange;
mod m20261122_000150_orders;
mod m20261122_000170_history;
mod m20261122_000171_listings;
mod m20261122_000172_curation;
mod m20261122_000173_certification;
mod m20261122_000174_audit;
mod m20261122_000200_listings;
mod m20261122_000201_exchange;
mod m20261122_000202_platform;
mod m20261122_000203_identity;
mod m20261122_000300_orders;
mod m20261122_000310_identity;
mod m20261122_000400_catalogue;
mod m20261122_000500_identity;
mod m20261122_000610_reports;
mod m20261122_000700_curation;
mod m20261122_000800_orders;
mod m20261122_000900_orders;
mod m20261127_000900_orders;

/// Every step, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_identity::Migration),
            Box::new(m20261122_000002_catalogue::Migration),
            Box::new(m20261122_000003_stock::Migration),
            Box::new(m20261122_000004_certification::Migration),
            Box::new(m20261122_000005_orders::Migration),
            Box::new(m20261122_000006_listings::Migration),
            Box::new(m20261122_000007_curation::Migration),
            Box::new(m20261122_000008_platform::Migration),
            Box::new(m20261122_000010_managers::Migration),
            Box::new(m20261122_000011_invitations::Migration),
            Box::new(m20261122_000020_vault::Migration),
            Box::new(m20261122_000021_account::Migration),
            Box::new(m20261122_000030_papers::Migration),
            Box::new(m20261122_000031_producers::Migration),
            Box::new(m20261122_000060_catalogue::Migration),
            Box::new(m20261122_000061_orders::Migration),
            Box::new(m20261122_000062_listings::Migration),
            Box::new(m20261122_000140_exchange::Migration),
            Box::new(m20261122_000150_orders::Migration),
            Box::new(m20261122_000170_history::Migration),
            Box::new(m20261122_000171_listings::Migration),
            Box::new(m20261122_000172_curation::Migration),
            Box::new(m20261122_000173_certification::Migration),
            Box::new(m20261122_000174_audit::Migration),
            Box::new(m20261122_000200_listings::Migration),
            Box::new(m20261122_000201_exchange::Migration),
            Box::new(m20261122_000202_platform::Migration),
            Box::new(m20261122_000203_identity::Migration),
            Box::new(m20261122_000300_orders::Migration),
            Box::new(m20261122_000310_identity::Migration),
            Box::new(m20261122_000400_catalogue::Migration),
            Box::new(m20261122_000500_identity::Migration),
            Box::new(m20261122_000610_reports::Migration),
            Box::new(m20261122_000700_curation::Migration),
            Box::new(m20261122_000800_orders::Migration),
            Box::new(m20261122_000900_orders::Migration),
            Box::new(m20261127_000900_orders::Migration),
        ]
    }
}
