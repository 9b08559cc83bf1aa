//! Mails producers' managers what lapses: certificates and papers, 180, 90 and 30 days before their last one. All that a
//! person has to know of a day stands in one mail; which threshold was told of is written in the transaction that leaves the
//! mail, so that it is told once, whatever stops or starts in between.

use super::entity::lapse_notices::{ActiveModel, Column, Entity, Model};
use crate::{
    app::App,
    certification,
    db::{Author, Tx},
    http::Result,
    identity::{self, Reader, Whom},
    mail::Letter,
    papers::{self, LapsingPaper},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::OnConflict,
};
use shared::{
    Date, Lang, OrganisationId, Timestamp, UserId,
    certification::Certificate,
    identity::{OrganisationStatus, Role},
    time::{days_between, plus_days, written},
};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Days before the last one on which people are told: time to plan, late, urgent.
const DAYS: [i16; 3] = [180, 90, 30];
/// The hour from which on mails are written: nobody's telephone rings at night.
const FROM_HOUR: i64 = 7;
const OPERATION: &str = "tell_lapsing";

/// A certificate or a paper with one threshold that its producer has not heard of.
struct Due {
    subject: Subject,
    threshold: i16,
}

enum Subject {
    Certificate(Box<Certificate>),
    Paper(LapsingPaper),
}

impl Subject {
    const fn id(&self) -> Uuid {
        match self {
            Self::Certificate(certificate) => certificate.id.0,
            Self::Paper(paper) => paper.id.0,
        }
    }

    fn producer(&self) -> OrganisationId {
        match self {
            Self::Certificate(certificate) => certificate.producer.id,
            Self::Paper(paper) => paper.producer_id,
        }
    }

    const fn expires_on(&self) -> Date {
        match self {
            Self::Certificate(certificate) => certificate.expires_on,
            Self::Paper(paper) => paper.expires_on,
        }
    }

    fn name_in(&self, lang: Lang) -> String {
        match self {
            Self::Certificate(certificate) => {
                let (stars, name) = (certificate.stars, certificate.name_in(lang));
                match lang {
                    Lang::Vi => format!("Giấy chứng nhận OCOP {stars} sao: {name}"),
                    Lang::En => format!("OCOP certificate, {stars} stars: {name}"),
                }
            }
            Self::Paper(paper) => paper.name_in(lang),
        }
    }

    /// A line of a mail.
    fn told(&self, lang: Lang, today: Date) -> String {
        let (name, day) = (self.name_in(lang), self.expires_on());
        let left = days_between(today, day);
        let day = written(day);
        match lang {
            Lang::Vi => format!("– {name}: hết hạn {day}, còn {left} ngày"),
            Lang::En => format!("– {name}: until {day}, days left: {left}"),
        }
    }
}

/// What one person is told of.
struct News {
    reader: Reader,
    /// By organisation, those that lapse first before others.
    of: Vec<(String, Vec<usize>)>,
}

/// Tells what nobody was told of yet, once a day. Safe to repeat, and on several servers at once.
pub(crate) async fn tell_lapsing(app: &App) -> Result<()> {
    let (now, today) = (app.now(), app.clock.today());
    let begins = Timestamp::start_of(today);
    if !app.settings.post.leaves() || now < begins.plus_hours(FROM_HOUR) {
        return Ok(());
    }
    let db = app.db.reader();
    let told_today = Entity::find()
        .filter(Column::ToldAt.gte(begins))
        .count(db)
        .await?;
    if told_today > 0 {
        return Ok(());
    }
    let due = due(db, today).await?;
    if due.is_empty() {
        return Ok(());
    }
    let (news, heard) = news(db, &due).await?;
    if news.is_empty() {
        return Ok(());
    }
    let mut tx = Tx::begin(app, Author::market(OPERATION), None).await?;
    tx.private();
    if !note(&tx, &due, &heard).await? {
        // Another server tells them.
        return Ok(());
    }
    for news in &news {
        let write = |reader: &Reader| letter(reader, news, &due, today);
        identity::write(&tx, "lapsing", std::slice::from_ref(&news.reader), write).await?;
    }
    tx.commit("day", today).await
}

/// What lapses and was not told of at the narrowest threshold that it has come to.
async fn due(db: &impl ConnectionTrait, today: Date) -> Result<Vec<Due>> {
    let last = plus_days(today, i64::from(DAYS.into_iter().max().unwrap_or_default()));
    let mut subjects = certificates(db, today, last).await?;
    let papers = papers::lapsing_papers(db, today, last).await?;
    subjects.extend(papers.into_iter().map(Subject::Paper));
    subjects.sort_by_key(|subject| (subject.expires_on(), subject.id()));
    let told: HashSet<(Uuid, Date, i16)> = Entity::find()
        .filter(Column::ExpiresOn.between(today, last))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.subject_id, row.expires_on, row.days))
        .collect();
    Ok(subjects
        .into_iter()
        .filter_map(|subject| {
            let left = days_between(today, subject.expires_on());
            let reached = DAYS.into_iter().filter(|days| left <= i64::from(*days));
            let threshold = reached.min()?;
            let known = told.contains(&(subject.id(), subject.expires_on(), threshold));
            (!known).then_some(Due { subject, threshold })
        })
        .collect())
}

/// Certificates that lapse, were not taken back, and were not renewed.
async fn certificates(db: &impl ConnectionTrait, today: Date, last: Date) -> Result<Vec<Subject>> {
    let ending = certification::ending_between(db, today, last, today).await?;
    let products: Vec<_> = ending.iter().map(|certificate| certificate.product_id).collect();
    let terms = certification::terms(db, Some(&products)).await?;
    let lapses = |certificate: &Certificate| {
        let renewed = terms
            .get(&certificate.product_id)
            .is_some_and(|terms| terms.iter().any(|term| term.until > certificate.expires_on));
        let within = (today..=last).contains(&certificate.expires_on);
        within && certificate.revoked_on.is_none() && !renewed
    };
    let ending = ending.into_iter().filter(lapses);
    Ok(ending
        .map(|certificate| Subject::Certificate(Box::new(certificate)))
        .collect())
}

/// Who is told of what, and which producers have somebody who hears it.
async fn news(db: &impl ConnectionTrait, due: &[Due]) -> Result<(Vec<News>, HashSet<OrganisationId>)> {
    let mut of: BTreeMap<OrganisationId, Vec<usize>> = BTreeMap::new();
    for (index, due) in due.iter().enumerate() {
        of.entry(due.subject.producer()).or_default().push(index);
    }
    let profiles = identity::profiles(db, of.keys().copied().collect()).await?;
    let (mut news, mut heard): (BTreeMap<UserId, News>, HashSet<OrganisationId>) = Default::default();
    for (producer, indexes) in of {
        let profile = profiles.get(&producer);
        let Some(profile) = profile.filter(|profile| profile.status == OrganisationStatus::Verified) else {
            continue;
        };
        for reader in identity::readers(db, producer, Whom::Roles(&[Role::Manager])).await? {
            heard.insert(producer);
            let of_reader = news.entry(reader.id).or_insert_with(|| News {
                reader,
                of: Vec::new(),
            });
            of_reader.of.push((profile.name.clone(), indexes.clone()));
        }
    }
    Ok((news.into_values().collect(), heard))
}

/// Writes down what is told; false where somebody else has.
async fn note(tx: &Tx, due: &[Due], heard: &HashSet<OrganisationId>) -> Result<bool> {
    let told = due.iter().filter(|due| heard.contains(&due.subject.producer()));
    let rows: Vec<ActiveModel> = told
        .map(|due| {
            ActiveModel::from(Model {
                subject_id: due.subject.id(),
                expires_on: due.subject.expires_on(),
                days: due.threshold,
                told_at: tx.at(),
            })
        })
        .collect();
    let key = [Column::SubjectId, Column::ExpiresOn, Column::Days];
    for some in rows.chunks(AT_ONCE) {
        let written = Entity::insert_many(some.to_vec())
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&**tx)
            .await?;
        if usize::try_from(written).ok() != Some(some.len()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Rows in one statement.
const AT_ONCE: usize = 200;

fn letter(reader: &Reader, news: &News, due: &[Due], today: Date) -> Letter {
    let lang = reader.lang;
    let count: usize = news.of.iter().map(|(_, indexes)| indexes.len()).sum();
    let subject = match lang {
        Lang::Vi => format!("Sắp hết hạn: {count} giấy chứng nhận, giấy tờ"),
        Lang::En => format!("Certificates and papers that lapse: {count}"),
    };
    let text = lang.pick(
        "giấy chứng nhận và giấy tờ dưới đây sắp hết hạn. Hãy bắt đầu làm thủ tục gia hạn: hết hạn thì sao và giấy tờ không còn hiện trên chợ.",
        "these certificates and papers lapse soon. Begin to renew them: once they have lapsed, stars and papers no longer show on the market.",
    );
    let letter = Letter::new(lang, subject).greet(&reader.name, text).button(
        lang.pick("Xem trên bàn làm việc", "See them on your desk"),
        "/desk",
    );
    news.of.iter().fold(letter, |letter, (name, indexes)| {
        let lines = indexes.iter().filter_map(|index| due.get(*index));
        let lines: Vec<String> = lines.map(|due| due.subject.told(lang, today)).collect();
        letter.say(format!("{name}\n{}", lines.join("\n")))
    })
}
