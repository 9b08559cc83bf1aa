//! Tables that a cooperative has sent for checking: one to mend, and the same one mended.

use super::{World, people};
use anyhow::Result;
use shared::{
    Call,
    exchange::{CreateImport, ImportKind, ImportStart},
};

const HEAD: &str = "Tên sản phẩm,Mã nhóm,Mô tả,Hạn dùng (ngày),Tháng có hàng,Hình minh họa\n";
const TO_MEND: &str = "Mứt hồng Vành Khuyên,I.3.x,\"Mứt nấu từ hồng chín, hũ thủy tinh 250 g.\",mười tháng,\"9, 10, 11\",persimmon\n\
    Bánh khảo nhân lạc,I.3.b,Bánh khảo.,60,,sticky-rice-cake\n";
const MENDED: &str = "Mứt hồng Vành Khuyên,I.3.c,\"Mứt nấu từ hồng chín, hũ thủy tinh 250 g.\",300,\"9, 10, 11\",persimmon\n\
    Bánh khảo nhân lạc,I.3.b,\"Bánh khảo gạo nếp nhân lạc vừng, gói giấy màu.\",60,,sticky-rice-cake\n";

impl World<'_> {
    /// Sends the tables, and has them checked.
    pub(super) async fn tables(&self) -> Result<()> {
        for (name, rows) in [("hang-tet.csv", TO_MEND), ("hang-tet-da-sua.csv", MENDED)] {
            let start = ImportStart {
                kind: Some(ImportKind::Products),
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
            self.client.call("cooperative@demo.example", call).await?;
        }
        self.app.jobs.run_due(self.app).await.map_err(people::told)?;
        Ok(())
    }
}
