//! Tables that cooperatives have sent: one to mend, the same one mended, and one that was brought in.

use super::{World, people};
use anyhow::Result;
use shared::{
    Call,
    exchange::{ApplyImport, CreateImport, Import, ImportKind, ImportStart},
};

const HEAD: &str = "Tên sản phẩm,Mã nhóm,Mô tả,Hạn dùng (ngày),Tháng có hàng,Hình minh họa\n";
const TO_MEND: &str = "Mứt hồng Vành Khuyên,I.3.x,\"Mứt nấu từ hồng chín, hũ thủy tinh 250 g.\",mười tháng,\"9, 10, 11\",persimmon\n\
    Bánh khảo nhân lạc,I.3.b,Bánh khảo.,60,,sticky-rice-cake\n";
pub(super) const MENDED: &str = "Mứt hồng Vành Khuyên,I.3.c,\"Mứt nấu từ hồng chín, hũ thủy tinh 250 g.\",300,\"9, 10, 11\",persimmon\n\
    Bánh khảo nhân lạc,I.3.b,\"Bánh khảo gạo nếp nhân lạc vừng, gói giấy màu.\",60,,sticky-rice-cake\n";
const BROUGHT_IN: &str = "Mật ong hoa nhãn Mây Ngàn,I.2.b,\"Mật sáng màu, thơm hoa nhãn, quay một lần vào đầu hè.\",720,\"4, 5\",honey\n";

impl World<'_> {
    /// Sends the tables, has them checked, and brings one in.
    pub(super) async fn tables(&self) -> Result<()> {
        for (name, rows) in [("hang-tet.csv", TO_MEND), ("hang-tet-da-sua.csv", MENDED)] {
            self.table("cooperative@demo.example", ImportKind::Products, name, rows)
                .await?;
        }
        let login = "cooperative2@demo.example";
        let import = self
            .table(login, ImportKind::Products, "mat-ong-vu-moi.csv", BROUGHT_IN)
            .await?;
        self.app.jobs.run_due(self.app).await.map_err(people::told)?;
        let call = Call::<ApplyImport>::new((import.id,));
        self.client.call(login, call).await?;
        self.app.jobs.run_due(self.app).await.map_err(people::told)?;
        Ok(())
    }

    /// Sends one table to be checked.
    pub(super) async fn table(
        &self,
        login: &str,
        kind: ImportKind,
        name: &str,
        rows: &str,
    ) -> Result<Import> {
        let start = ImportStart {
            kind: Some(kind),
            producer_id: None,
            dry_run: Some(true),
        };
        let body = format!(
            "--table\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{HEAD}{rows}\r\n--table--\r\n"
        );
        let call = Call::<CreateImport>::new(()).query(&start).raw_body(
            body.into_bytes(),
            "multipart/form-data; boundary=table".to_owned(),
        );
        self.client.call(login, call).await
    }
}
