//! The province: communes, groups of products, growing zones, targets. Read once from tables inside the executable.

use anyhow::{Context, Result};
use serde::Deserialize;
use shared::{
    catalogue::Group,
    producers::{Bank, Commune, CommuneRef, GrowingZone, LegacyCommune},
};
use std::{collections::HashMap, sync::OnceLock};

/// Everything the product knows of the province beforehand.
#[derive(Debug)]
pub struct Province {
    pub name: String,
    pub name_en: String,
    pub targets: Targets,
    /// In Vietnamese order.
    pub communes: Vec<Commune>,
    pub legacy: Vec<LegacyCommune>,
    pub zones: Vec<GrowingZone>,
    pub groups: Vec<Group>,
    /// By short name.
    pub banks: Vec<Bank>,
    by_code: HashMap<String, usize>,
}

/// What the provincial plan wants.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Targets {
    /// By the end of which year.
    pub year: i64,
    pub valid: i64,
    pub four_star: i64,
    pub five_star: i64,
    /// The share of four- and five-star products on a shelf that counts, in per cent.
    pub on_shelf_percent: i64,
}

#[derive(Deserialize)]
struct Settings {
    name: Names,
    targets: Targets,
}

#[derive(Deserialize)]
struct Names {
    vi: String,
    en: String,
}

/// The province this executable was made for. Its tables are part of the executable, and a test reads them all.
pub fn province() -> &'static Province {
    static PROVINCE: OnceLock<Province> = OnceLock::new();
    PROVINCE.get_or_init(|| {
        Province::read().unwrap_or_else(|error| {
            tracing::error!(
                error = format!("{error:#}"),
                "the province's tables cannot be read"
            );
            Province::empty()
        })
    })
}

impl Province {
    fn empty() -> Self {
        Self {
            name: String::new(),
            name_en: String::new(),
            targets: Targets {
                valid: 0,
                four_star: 0,
                five_star: 0,
                on_shelf_percent: 100,
                year: 2030,
            },
            communes: Vec::new(),
            legacy: Vec::new(),
            zones: Vec::new(),
            groups: Vec::new(),
            banks: Vec::new(),
            by_code: HashMap::new(),
        }
    }

    fn read() -> Result<Self> {
        let settings: Settings =
            toml::from_str(include_str!("../../data/province/province.toml")).context("province.toml")?;
        let mut communes: Vec<Commune> = Vec::new();
        for row in rows::<CommuneRow>(include_str!("../../data/province/communes.csv"), "communes.csv")? {
            communes.push(Commune {
                code: row.code,
                name: row.name,
                latitude: row.lat,
                longitude: row.lon,
                area_km2: row.area_km2,
            });
        }
        communes.sort_by_cached_key(|commune| sort_key(&commune.name));
        let by_code = communes
            .iter()
            .enumerate()
            .map(|(index, commune)| (commune.code.clone(), index))
            .collect();
        let mut province = Self {
            name: settings.name.vi,
            name_en: settings.name.en,
            targets: settings.targets,
            communes,
            legacy: Vec::new(),
            zones: Vec::new(),
            groups: Vec::new(),
            banks: Vec::new(),
            by_code,
        };
        for row in rows::<BankRow>(include_str!("../../data/province/banks.csv"), "banks.csv")? {
            province.banks.push(Bank {
                bin: row.bin,
                short_name: row.short_name,
                name: row.name,
            });
        }
        let legacy: Vec<LegacyRow> = rows(
            include_str!("../../data/province/legacy_communes.csv"),
            "legacy_communes.csv",
        )?;
        for row in legacy {
            let commune = province
                .commune(&row.new_code)
                .context("legacy_communes.csv names an unknown commune")?;
            province.legacy.push(LegacyCommune {
                old_district: row.old_district,
                old_commune: row.old_commune,
                commune,
            });
        }
        let zones: Vec<ZoneRow> = rows(
            include_str!("../../data/province/growing_zones.csv"),
            "growing_zones.csv",
        )?;
        for row in zones {
            let commune = province
                .commune(&row.commune_code)
                .context("growing_zones.csv names an unknown commune")?;
            province.zones.push(GrowingZone {
                crop: row.crop,
                commune,
                plan_section: row.plan_section,
            });
        }
        for row in rows::<GroupRow>(include_str!("../../data/province/groups.csv"), "groups.csv")? {
            let service = row.code == "VI" || row.code.starts_with("VI.");
            province.groups.push(Group {
                orderable: !service,
                code: row.code,
                parent: row.parent,
                name: row.name_vi,
                name_en: row.name_en,
            });
        }
        Ok(province)
    }

    /// A commune by its code.
    pub fn commune(&self, code: &str) -> Option<CommuneRef> {
        let commune = self.communes.get(*self.by_code.get(code)?)?;
        Some(CommuneRef {
            code: commune.code.clone(),
            name: commune.name.clone(),
        })
    }

    /// A commune that was checked when it was stored.
    pub fn commune_or_code(&self, code: &str) -> CommuneRef {
        self.commune(code).unwrap_or_else(|| CommuneRef {
            code: code.to_owned(),
            name: code.to_owned(),
        })
    }

    /// A group or sub-group by its code.
    pub fn group(&self, code: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.code == code)
    }

    /// A group that products can belong to: a sub-group, or a group that has none.
    pub fn leaf_group(&self, code: &str) -> Option<&Group> {
        self.group(code).filter(|group| {
            !self
                .groups
                .iter()
                .any(|other| other.parent.as_deref() == Some(&group.code))
        })
    }
}

#[derive(Deserialize)]
struct CommuneRow {
    code: String,
    name: String,
    lat: f64,
    lon: f64,
    area_km2: Option<f64>,
}

#[derive(Deserialize)]
struct BankRow {
    bin: String,
    short_name: String,
    name: String,
}

#[derive(Deserialize)]
struct LegacyRow {
    old_district: String,
    old_commune: String,
    new_code: String,
}

#[derive(Deserialize)]
struct ZoneRow {
    crop: String,
    commune_code: String,
    plan_section: String,
}

#[derive(Deserialize)]
struct GroupRow {
    code: String,
    parent: Option<String>,
    name_vi: String,
    name_en: String,
}

fn rows<R: serde::de::DeserializeOwned>(text: &str, name: &str) -> Result<Vec<R>> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .with_context(|| name.to_owned())
}

/// Orders Vietnamese names: first by letters (a ă â … d đ e ê …) over the whole name, then by tones (none, huyền,
/// hỏi, ngã, sắc, nặng). The kind of commune does not count.
pub fn sort_key(name: &str) -> (Vec<u8>, Vec<u8>) {
    use unicode_normalization::UnicodeNormalization;
    let name = ["Xã ", "Phường "]
        .into_iter()
        .find_map(|kind| name.strip_prefix(kind))
        .unwrap_or(name);
    let (mut letters, mut tones): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    for letter in name.to_lowercase().nfd() {
        match letter {
            'a'..='z' => {
                // Leaves room for two marked letters after each plain one.
                letters.push((u8::try_from(letter).unwrap_or(b'z') - b'a') * 3 + 1);
                tones.push(0);
            }
            'đ' => {
                letters.push((b'd' - b'a') * 3 + 2);
                tones.push(0);
            }
            // Breve, circumflex and horn make letters of their own: ă â, ê, ô ơ, ư.
            '\u{306}' => bump(&mut letters, 1),
            '\u{302}' => {
                let by = if letters.last() == Some(&1) { 2 } else { 1 };
                bump(&mut letters, by);
            }
            '\u{31b}' => {
                let by = if letters.last() == Some(&((b'o' - b'a') * 3 + 1)) {
                    2
                } else {
                    1
                };
                bump(&mut letters, by);
            }
            '\u{300}' => tone(&mut tones, 1),
            '\u{309}' => tone(&mut tones, 2),
            '\u{303}' => tone(&mut tones, 3),
            '\u{301}' => tone(&mut tones, 4),
            '\u{323}' => tone(&mut tones, 5),
            // Blanks and everything else come before letters.
            _ => {
                letters.push(0);
                tones.push(0);
            }
        }
    }
    (letters, tones)
}

fn bump(letters: &mut [u8], by: u8) {
    if let Some(last) = letters.last_mut() {
        *last += by;
    }
}

fn tone(tones: &mut [u8], tone: u8) {
    if let Some(last) = tones.last_mut() {
        *last = tone;
    }
}

#[cfg(test)]
mod tests {
    use super::Province;

    #[test]
    fn the_provinces_tables_are_whole() -> anyhow::Result<()> {
        let province = Province::read()?;
        assert_eq!(province.communes.len(), 65);
        assert_eq!(province.legacy.len(), 194);
        assert_eq!(province.zones.len(), 195);
        // The final codes (decision 19/2025/QĐ-TTg), not those of the draft.
        for (code, name) in [
            ("06004", "Xã Quốc Khánh"),
            ("06124", "Xã Na Sầm"),
            ("06436", "Xã Thiện Tân"),
            ("06211", "Xã Cao Lộc"),
            ("06196", "Xã Ba Sơn"),
        ] {
            assert_eq!(
                province.commune(code).map(|commune| commune.name).as_deref(),
                Some(name)
            );
        }
        assert!(province.leaf_group("I.1.a").is_some());
        assert!(province.leaf_group("I").is_none());
        Ok(())
    }

    #[test]
    fn communes_are_in_vietnamese_order() -> anyhow::Result<()> {
        // The order of ICU's Vietnamese collation.
        let expected = [
            "Ba Sơn",
            "Bắc Sơn",
            "Bằng Mạc",
            "Bình Gia",
            "Cai Kinh",
            "Cao Lộc",
            "Châu Sơn",
            "Chi Lăng",
            "Chiến Thắng",
            "Công Sơn",
            "Điềm He",
            "Đình Lập",
            "Đoàn Kết",
            "Đồng Đăng",
            "Đông Kinh",
            "Hoa Thám",
            "Hoàng Văn Thụ",
            "Hội Hoan",
            "Hồng Phong",
            "Hưng Vũ",
            "Hữu Liên",
            "Hữu Lũng",
            "Kháng Chiến",
            "Khánh Khê",
            "Khuất Xá",
            "Kiên Mộc",
            "Kỳ Lừa",
            "Lộc Bình",
            "Lợi Bác",
            "Lương Văn Tri",
            "Mẫu Sơn",
            "Na Dương",
            "Na Sầm",
            "Nhân Lý",
            "Nhất Hòa",
            "Quan Sơn",
            "Quốc Khánh",
            "Quốc Việt",
            "Quý Hòa",
            "Tam Thanh",
            "Tân Đoàn",
            "Tân Thành",
            "Tân Tiến",
            "Tân Tri",
            "Tân Văn",
            "Thái Bình",
            "Thất Khê",
            "Thiện Hòa",
            "Thiện Long",
            "Thiện Tân",
            "Thiện Thuật",
            "Thống Nhất",
            "Thụy Hùng",
            "Tràng Định",
            "Tri Lễ",
            "Tuấn Sơn",
            "Vạn Linh",
            "Văn Lãng",
            "Văn Quan",
            "Vân Nham",
            "Vũ Lăng",
            "Vũ Lễ",
            "Xuân Dương",
            "Yên Bình",
            "Yên Phúc",
        ];
        let communes = Province::read()?.communes;
        let names: Vec<&str> = communes
            .iter()
            .map(|commune| {
                commune
                    .name
                    .trim_start_matches("Xã ")
                    .trim_start_matches("Phường ")
            })
            .collect();
        assert_eq!(names, expected);
        Ok(())
    }
}
