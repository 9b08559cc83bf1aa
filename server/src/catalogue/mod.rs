//! Products, their pictures and packs, and the review before publication.
//!
//! Owns: products, product versions, public periods, images, packs, recorded products. A product's texts are kept in versions: what
//! the public sees changes only when the centre publishes the next one. What can be ordered is a pack: its name and
//! barcodes are reviewed with the texts, its price changes at once. How many cases are left is the stock's to know; [`on_hand`] says how it is read here all the same.

mod absence;
mod add_product_image;
mod arrange_product_images;
mod barcodes;
mod check;
mod copy_product;
mod create_pack;
mod create_product;
mod delete_product;
mod delete_product_image;
mod drafts;
mod entity;
mod erase_pictures;
mod get_managed_product;
mod list_groups;
mod list_managed_products;
mod list_recorded_products;
mod managed;
mod on_hand;
mod on_sale;
mod own;
mod pack_words;
mod packs;
mod periods;
mod pictures;
mod policy;
mod public;
mod publish_product;
mod recorded;
mod return_product;
mod review;
mod rows;
mod submit_product;
mod texts;
mod update_pack;
mod update_product;
mod waiting;

pub(crate) use barcodes::Barcodes;
pub(crate) use check::check;
pub(crate) use list_managed_products::list_managed_products;
pub(crate) use on_sale::{OnSale, on_sale};
pub(crate) use own::{
    OwnProduct, add_pack, change_pack, change_product, own_products, products_by_slug, start_product,
};
pub(crate) use packs::{
    PackPrice, PackRow, own_packs_of, pack_prices, pack_view, packs, packs_by_gtin, packs_of,
};
pub(crate) use periods::{PublicPeriod, public_periods};
pub(crate) use pictures::{is_illustration, pictured};
pub(crate) use public::{Length, PublicProduct, public_products, published_ids};
pub(crate) use recorded::{Recorded, record, recorded};
pub(crate) use rows::{ProductRow, ids_named, product_by_slug, products, products_of, public_ids_of};
pub(crate) use waiting::waiting_products;

use crate::http::Routes;
use shared::catalogue::{
    AddProductImage, ArrangeProductImages, CopyProduct, CreatePack, CreateProduct, DeleteProduct,
    DeleteProductImage, GetManagedProduct, ListGroups, ListManagedProducts, ListRecordedProducts,
    PublishProduct, RelistProduct, RestoreProduct, ReturnProduct, SubmitProduct, TakeDownProduct, UpdatePack,
    UpdateProduct, WithdrawProduct,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<ListGroups, _, _>(list_groups::list_groups)
        .mount::<ListManagedProducts, _, _>(list_managed_products::list_managed_products)
        .mount::<GetManagedProduct, _, _>(get_managed_product::get_managed_product)
        .mount::<ListRecordedProducts, _, _>(list_recorded_products::list_recorded_products)
        .mount::<CreateProduct, _, _>(create_product::create_product)
        .mount::<CopyProduct, _, _>(copy_product::copy_product)
        .mount::<UpdateProduct, _, _>(update_product::update_product)
        .mount::<SubmitProduct, _, _>(submit_product::submit_product)
        .mount::<PublishProduct, _, _>(publish_product::publish_product)
        .mount::<ReturnProduct, _, _>(return_product::return_product)
        .mount::<WithdrawProduct, _, _>(absence::withdraw_product)
        .mount::<RelistProduct, _, _>(absence::relist_product)
        .mount::<DeleteProduct, _, _>(delete_product::delete_product)
        .mount::<TakeDownProduct, _, _>(absence::take_down_product)
        .mount::<RestoreProduct, _, _>(absence::restore_product)
        .mount::<AddProductImage, _, _>(add_product_image::add_product_image)
        .mount::<ArrangeProductImages, _, _>(arrange_product_images::arrange_product_images)
        .mount::<DeleteProductImage, _, _>(delete_product_image::delete_product_image)
        .mount::<CreatePack, _, _>(create_pack::create_pack)
        .mount::<UpdatePack, _, _>(update_pack::update_pack);
}

/// Registers the slice's background work.
pub(crate) fn jobs(runner: &mut crate::jobs::Runner) {
    erase_pictures::jobs(runner);
}

/// Ids in one statement at the most: both databases limit how many values a statement may carry.
const BATCH: usize = 10_000;
