//! In the form that signs up: today's commune by the name that an address had before July 2025. The search is a button of
//! the same form, so that what was typed stays. With script, only the two fields of the commune come anew, and the password
//! stays too.

use crate::{
    form::Form,
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    producers::{CommuneMatch, CommuneSearch, FindCommunes},
};

/// The fields that the search fills in, this one last.
const PARTS: &str = "commune-code old-commune";

/// What the search has found; none where nobody searched.
#[derive(Default)]
pub(super) struct Search(Option<Vec<CommuneMatch>>);

impl Search {
    /// What a button of the search asks for; none where the form is to be sent. The only commune that fits is chosen at
    /// once.
    pub(super) async fn asked(visit: &Visit, form: &Form) -> Result<Option<(Form, Self)>, PageError> {
        if let Some(code) = form.some("take_commune") {
            return Ok(Some((form.clone().with("commune_code", code), Self::default())));
        }
        if form.text("step") != "commune" {
            return Ok(None);
        }
        let wanted = CommuneSearch {
            q: form.some("old_commune"),
        };
        let found = visit
            .read(Call::<FindCommunes>::new(()).query(&wanted))
            .await?
            .items;
        let form = match found.as_slice() {
            [one] => form.clone().with("commune_code", one.commune.code.clone()),
            _ => form.clone(),
        };
        Ok(Some((form, Self(Some(found)))))
    }
}

/// The field, its button, and what was found.
pub(super) fn search(visit: &Visit, form: &Form, found: &Search) -> AnyView {
    let here = format!("{}#old-commune", visit.to("/sign-up"));
    let list = match found.0.as_deref() {
        None => ().into_any(),
        Some([]) => {
            view! { <p class="field__error" role="status">{tr!(visit, "profile.commune_not_found")}</p> }
                .into_any()
        }
        Some(found) => {
            let alone = found.len() == 1;
            let rows: Vec<AnyView> = found.iter().map(|one| row(visit, one, &here, alone)).collect();
            view! { <ul class="list-plain stack stack--tight" role="status">{rows}</ul> }.into_any()
        }
    };
    view! {
        <div class="field">
            <label class="field__label" for="old-commune">{tr!(visit, "profile.find_commune")}</label>
            <p class="field__hint" id="old-commune-hint">{tr!(visit, "profile.find_commune_lede")}</p>
            <div class="cluster">
                <input class="input" id="old-commune" name="old_commune" value=form.text("old_commune").to_owned()
                    placeholder=tr!(visit, "profile.commune_example") aria-describedby="old-commune-hint" autocomplete="off"/>
                <button class="button button--quiet" name="step" value="commune" formnovalidate=true formaction=here.clone() data-parts=PARTS>{tr!(visit, "sign_up.find_commune")}</button>
            </div>
            {list}
        </div>
    }
    .into_any()
}

fn row(visit: &Visit, found: &CommuneMatch, here: &str, alone: bool) -> AnyView {
    let old = found.old_commune.as_ref().map(|commune| {
        let district = found.old_district.clone().unwrap_or_default();
        view! { <small class="muted">{tr!(visit, "profile.commune_was", commune = commune, district = district)}</small> }
    });
    let name = found.commune.name.clone();
    let choice = if alone {
        view! { <span class="badge badge--valid">{tr!(visit, "sign_up.commune_taken")}</span> }.into_any()
    } else {
        view! {
            <button class="button button--quiet" name="take_commune" value=found.commune.code.clone() formnovalidate=true formaction=here.to_owned() data-parts=PARTS>
                {tr!(visit, "profile.take_commune")} <span class="visually-hidden">{name.clone()}</span>
            </button>
        }
        .into_any()
    };
    view! { <li class="cluster cluster--between"><span class="stack stack--tight"><strong>{name}</strong>" "{old}</span>{choice}</li> }
        .into_any()
}
