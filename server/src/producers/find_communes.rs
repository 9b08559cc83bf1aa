//! Finds communes by any name they bear or bore before July 2025.

use crate::{
    http::{Cx, Received, Reply, Result},
    province::{Province, province},
};
use shared::{
    Page,
    producers::{CommuneMatch, CommuneRef, FindCommunes},
    text::folded,
};

/// More answers than these help nobody; a longer name finds fewer.
const MOST: usize = 40;

pub(super) async fn find_communes(_: Cx, received: Received<FindCommunes>) -> Result<Reply<FindCommunes>> {
    let wanted = received.query.q.as_deref().unwrap_or_default();
    Ok(Reply::read(&Page::whole(find(province(), wanted)))?.shared())
}

/// Today's names first, then old ones; whole names before parts.
fn find(province: &Province, wanted: &str) -> Vec<CommuneMatch> {
    let wanted = bare(wanted);
    if wanted.is_empty() {
        return Vec::new();
    }
    let today = province.communes.iter().map(|commune| CommuneMatch {
        commune: CommuneRef {
            code: commune.code.clone(),
            name: commune.name.clone(),
        },
        old_commune: None,
        old_district: None,
    });
    let before = province.legacy.iter().map(|row| CommuneMatch {
        commune: row.commune.clone(),
        old_commune: Some(row.old_commune.clone()),
        old_district: Some(row.old_district.clone()),
    });
    let mut found: Vec<(u8, CommuneMatch)> = today
        .chain(before)
        .filter_map(|found| rank(&found, &wanted).map(|rank| (rank, found)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(MOST).map(|(_, found)| found).collect()
}

/// How well it fits; none where a wanted word begins none of its words.
fn rank(found: &CommuneMatch, wanted: &[String]) -> Option<u8> {
    let (name, rest) = match (&found.old_commune, &found.old_district) {
        (Some(commune), district) => (bare(commune), district.as_deref().map(bare).unwrap_or_default()),
        (None, _) => (bare(&found.commune.name), Vec::new()),
    };
    let fits = wanted
        .iter()
        .all(|word| name.iter().chain(&rest).any(|own| own.starts_with(word.as_str())));
    let old = u8::from(found.old_commune.is_some());
    let whole: Vec<String> = name.iter().chain(&rest).cloned().collect();
    fits.then(|| {
        if name == wanted || whole == wanted {
            old
        } else {
            2 + old
        }
    })
}

/// The words of a name without marks and without what kind of place it is.
fn bare(name: &str) -> Vec<String> {
    let plain = folded(name);
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    for kind in [
        &["thi", "tran"][..],
        &["thanh", "pho"],
        &["xa"],
        &["phuong"],
        &["huyen"],
        &["tt"],
    ] {
        // Inside too, after a comma: "xã Bảo Lâm, huyện Cao Lộc".
        while let Some(at) = words.windows(kind.len()).position(|some| some == kind) {
            if words.len() == kind.len() {
                break;
            }
            words.drain(at..at + kind.len());
        }
    }
    words.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{bare, find};
    use crate::province::province;

    fn codes(wanted: &str) -> Vec<String> {
        let found = find(province(), wanted);
        found.into_iter().map(|found| found.commune.code).collect()
    }

    #[test]
    fn an_old_name_leads_to_todays_commune_with_or_without_marks() {
        let found = find(province(), "xã Bảo Lâm, huyện Cao Lộc");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(codes("bao lam cao loc"), codes("Xã Bảo Lâm, Huyện Cao Lộc"));
        assert!(
            found
                .iter()
                .all(|found| found.old_commune.as_deref() == Some("Xã Bảo Lâm"))
        );
    }

    #[test]
    fn a_name_borne_twice_shows_both_with_their_districts() {
        let found = find(province(), "Hồng Phong");
        let mut districts: Vec<&str> = found
            .iter()
            .filter_map(|found| found.old_district.as_deref())
            .collect();
        districts.sort_unstable();
        assert_eq!(districts, ["Huyện Bình Gia", "Huyện Cao Lộc"]);
    }

    #[test]
    fn todays_name_stands_first() {
        let found = find(province(), "chi lang");
        assert!(
            found
                .first()
                .is_some_and(|first| first.old_commune.is_none() && first.commune.name == "Xã Chi Lăng")
        );
    }

    #[test]
    fn nothing_asked_nothing_found() {
        assert!(codes("").is_empty() && codes(" , ").is_empty() && codes("zzz").is_empty());
        assert_eq!(bare("Thị trấn Thất Khê"), ["that", "khe"]);
    }
}
