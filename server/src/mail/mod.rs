//! Mail: written in the transaction that it tells of, sent by a job afterwards, tried again for most of a day, then
//! left for the operator. Address and text are sealed while they wait, and forgotten once they are delivered.

mod deliver;
mod entity;
mod letter;
mod post;
mod queue;

pub(crate) use deliver::jobs;
pub use letter::Letter;
pub use post::Post;
pub(crate) use queue::{check, counts, forget_old, queue, retry};
