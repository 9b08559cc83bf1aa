//! What goes wrong in a year: an organisation that is not verified, one that is suspended, one that left, products that are off the
//! market. All of it concerns only what was made for it, so that the figures of the province stay.

use super::{World, made};
use crate::{
    demo::people::{self, CENTRE},
    identity::{NewOrganisation, Seat},
};
use anyhow::{Context, Result};
use shared::{
    catalogue::{TakeDownProduct, WithdrawProduct},
    client::Call,
    exchange::ImportKind,
    identity::{
        CloseOrganisation, Contact, OrganisationKind, OrganisationStatus, ProducerKind, Reason,
        RejectOrganisation, SuspendOrganisation,
    },
};

const REJECTED: &str = "cua-hang-pho-vang@demo.example";
const SUSPENDED: &str = "ho-banh-khe-vang@demo.example";
const CLOSED: &str = "ho-dau-phu-deo-vang@demo.example";
const WITHDRAWN: &str = "nuoc-hat-de-bien-cuong";
const TAKEN_DOWN: &str = "tra-o-long-dong-chai";

fn said(reason: &str) -> Reason {
    Reason {
        reason: reason.to_owned(),
    }
}

fn newcomer(kind: OrganisationKind, name: &str, tax_code: &str, phone: &str, login: &str) -> NewOrganisation {
    let producer = kind == OrganisationKind::Producer;
    NewOrganisation {
        kind,
        producer_kind: producer.then_some(ProducerKind::Household),
        name: name.to_owned(),
        tax_code: tax_code.to_owned(),
        seat: Seat::Commune("06154".to_owned()),
        contact: Contact {
            name: "Bộ phận bán hàng".to_owned(),
            phone: phone.to_owned(),
            email: login.to_owned(),
        },
        public_contact: None,
        status: OrganisationStatus::Pending,
    }
}

impl World<'_> {
    pub(super) async fn refusals(&mut self) -> Result<()> {
        self.rejected().await?;
        self.suspended().await?;
        self.closed().await?;
        self.off_the_market().await
    }

    async fn rejected(&mut self) -> Result<()> {
        let id = self
            .join(newcomer(
                OrganisationKind::Retailer,
                "Cửa hàng Tiện lợi Phố Vắng",
                "4999270027",
                "0205 000 0401",
                REJECTED,
            ))
            .await?;
        let reason = said("Mã số thuế không khớp tên đơn vị trên giấy đăng ký kinh doanh.");
        let call = Call::<RejectOrganisation>::new((id,)).body(&reason);
        self.client.call(CENTRE, call).await.map(drop)
    }

    /// Its table was still to be checked, which fails: who is suspended writes nothing.
    async fn suspended(&mut self) -> Result<()> {
        let id = self
            .join(newcomer(
                OrganisationKind::Producer,
                "Hộ kinh doanh Bánh ngải Khe Vắng",
                "4999270034",
                "0205 000 0402",
                SUSPENDED,
            ))
            .await?;
        self.verify(id).await?;
        self.table(
            SUSPENDED,
            ImportKind::Products,
            "banh-ngai.csv",
            super::exchange::MENDED,
        )
        .await?;
        let reason =
            said("Địa chỉ sản xuất không còn hoạt động khi kiểm tra; tạm ngừng đến khi bổ sung hồ sơ.");
        let call = Call::<SuspendOrganisation>::new((id,)).body(&reason);
        self.client.call(CENTRE, call).await?;
        self.app.jobs.run_due(self.app).await.map_err(people::told)?;
        Ok(())
    }

    async fn closed(&mut self) -> Result<()> {
        let id = self
            .join(newcomer(
                OrganisationKind::Producer,
                "Hộ kinh doanh Đậu phụ Đèo Vắng",
                "4999270066",
                "0205 000 0403",
                CLOSED,
            ))
            .await?;
        self.verify(id).await?;
        let reason = said("Chủ hộ báo nghỉ làm nghề và đề nghị rời sàn.");
        let call = Call::<CloseOrganisation>::new((id,)).body(&reason);
        self.client.call(CENTRE, call).await.map(drop)
    }

    async fn off_the_market(&self) -> Result<()> {
        let maker = &self.data.maker(WITHDRAWN)?.email;
        let call = Call::<WithdrawProduct>::new((made!(self.products, WITHDRAWN)?,));
        self.client.call(maker, call).await?;
        let reason = said("Nhãn ghi thời hạn dùng khác với bản tự công bố; gỡ đến khi đơn vị sửa nhãn.");
        let call = Call::<TakeDownProduct>::new((made!(self.products, TAKEN_DOWN)?,)).body(&reason);
        self.client.call(CENTRE, call).await.map(drop)
    }
}
