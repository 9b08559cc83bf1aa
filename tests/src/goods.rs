//! Products, made the way people make them: through the API.

use crate::{Person, TestApp};
use shared::{
    Call, Date, PackId, ProductId,
    catalogue::{
        CreatePack, CreateProduct, ManagedProduct, Pack, PackCreate, ProductCreate, PublishProduct,
        SubmitProduct,
    },
    certification::{Certificate, CertificateCreate, CreateCertificate, CriteriaVersion, IssuerLevel},
    stock::{CreateLot, Lot, LotCreate},
};

/// A product that was made, with what belongs to it.
#[derive(Clone, Debug)]
pub struct Goods {
    pub id: ProductId,
    pub slug: String,
    /// As it stood after the last step that was asked for.
    pub product: ManagedProduct,
    pub pack: Pack,
    pub lot: Option<Lot>,
    pub certificate: Option<Certificate>,
}

/// A product to be made.
#[derive(Clone, Debug)]
pub struct ProductBuilder {
    app: TestApp,
    producer: Person,
    product: ProductCreate,
    pack: PackCreate,
    stars: Option<u8>,
    certified_on: Option<Date>,
    stock: Option<i64>,
    best_before: Option<Date>,
    submitted: bool,
    published: bool,
}

impl Goods {
    pub(crate) fn of(app: &TestApp, producer: &Person) -> ProductBuilder {
        use shared::Input;
        let number = app.next();
        ProductBuilder {
            app: app.clone(),
            producer: producer.clone(),
            product: ProductCreate {
                name: format!("Hồng sấy dẻo số {number}"),
                name_en: None,
                ..ProductCreate::example()
            },
            pack: PackCreate {
                gtin: None,
                case_gtin: None,
                ..PackCreate::example()
            },
            stars: None,
            certified_on: None,
            stock: None,
            best_before: Some(shared::time::plus_days(app.today(), 270)),
            submitted: false,
            published: false,
        }
    }

    pub fn pack_id(&self) -> PackId {
        self.pack.id
    }
}

impl ProductBuilder {
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.product.name);
        self
    }

    /// The code of a sub-group: `I.3.c`.
    #[must_use]
    pub fn group(mut self, code: &str) -> Self {
        code.clone_into(&mut self.product.group);
        self
    }

    /// Anything of the product's texts.
    #[must_use]
    pub fn texts(mut self, change: impl FnOnce(&mut ProductCreate)) -> Self {
        change(&mut self.product);
        self
    }

    /// Anything of its pack.
    #[must_use]
    pub fn pack(mut self, change: impl FnOnce(&mut PackCreate)) -> Self {
        change(&mut self.pack);
        self
    }

    /// đồng for one consumer unit.
    #[must_use]
    pub fn unit_price(self, dong: i64) -> Self {
        self.pack(|pack| pack.unit_price = dong)
    }

    /// With a certificate of today, recorded by the authority.
    #[must_use]
    pub fn stars(mut self, stars: u8) -> Self {
        self.stars = Some(stars);
        self
    }

    /// The day of the certificate's decision.
    #[must_use]
    pub fn certified_on(mut self, day: Date) -> Self {
        self.certified_on = Some(day);
        self
    }

    /// With one lot of so many cases.
    #[must_use]
    pub fn stock(mut self, cases: i64) -> Self {
        self.stock = Some(cases);
        self
    }

    /// The lot's last day; without this call it lies 270 days ahead.
    #[must_use]
    pub fn best_before(mut self, day: Option<Date>) -> Self {
        self.best_before = day;
        self
    }

    /// Handed to the centre.
    #[must_use]
    pub fn submitted(mut self) -> Self {
        self.submitted = true;
        self
    }

    /// Handed to the centre, and published by it.
    #[must_use]
    pub fn published(mut self) -> Self {
        self.submitted = true;
        self.published = true;
        self
    }

    /// Makes it.
    pub async fn create(self) -> Goods {
        let (app, producer) = (&self.app, &self.producer);
        let call = Call::<CreateProduct>::new(()).body(&self.product);
        let mut product = producer.send(call).await.expect("a new product");
        let id = product.id;
        let call = Call::<CreatePack>::new((id,)).body(&self.pack);
        let pack = producer.send(call).await.expect("a new pack");
        let lot = match self.stock {
            Some(quantity) => {
                let body = LotCreate {
                    pack_id: pack.id,
                    code: format!("L{}", app.next()),
                    quantity,
                    produced_on: app.today(),
                    best_before: self.best_before,
                };
                let call = Call::<CreateLot>::new(()).body(&body);
                Some(producer.send(call).await.expect("a new lot"))
            }
            None => None,
        };
        if self.submitted {
            let call = Call::<SubmitProduct>::new((id,));
            product = producer.send(call).await.expect("a submitted product");
        }
        if self.published {
            let call = Call::<PublishProduct>::new((id,));
            product = app.centre().send(call).await.expect("a published product");
        }
        let certificate = match self.stars {
            Some(stars) => Some(certify(app, id, stars, self.certified_on.unwrap_or(app.today())).await),
            None => None,
        };
        Goods {
            id,
            slug: product.slug.clone(),
            product,
            pack,
            lot,
            certificate,
        }
    }
}

/// Records a certificate as the authority does.
async fn certify(app: &TestApp, product_id: ProductId, stars: u8, issued_on: Date) -> Certificate {
    use shared::Input;
    let body = CertificateCreate {
        product_id,
        stars,
        score: None,
        decision_no: format!("{:04}/QĐ-UBND", app.next()),
        issued_on,
        level: if stars == 5 {
            IssuerLevel::Centre
        } else {
            IssuerLevel::Province
        },
        criteria_version: CriteriaVersion::on(issued_on).expect("criteria that apply"),
        ..CertificateCreate::example()
    };
    let call = Call::<CreateCertificate>::new(()).body(&body);
    app.authority().send(call).await.expect("a new certificate")
}
