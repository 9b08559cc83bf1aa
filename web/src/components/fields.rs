//! Fields of plain HTML forms. Each shows what was filled in and what is wrong with it.

use super::messages::field_id;
use crate::{form::Form, visit::Visit};
use html_escape::encode_text;
use leptos::prelude::*;
use shared::FieldCode;

/// The photographs that a chooser of files offers.
pub(crate) const PHOTOGRAPHS: &str = "image/jpeg,image/png,image/webp";

/// How a field looks and behaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Field {
    /// The field's name in the form and in problem documents.
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) required: bool,
    /// `text`, `email`, `tel`, `password`, `number`, `date`, `search`.
    pub(crate) kind: &'static str,
    pub(crate) autocomplete: Option<&'static str>,
    pub(crate) inputmode: Option<&'static str>,
    /// The unit behind the field.
    pub(crate) unit: Option<String>,
    /// The key of the desk that goes to the field.
    pub(crate) key: Option<&'static str>,
    /// A barcode that is checked while it is typed: what to say of a wrong form, and of a wrong check digit.
    pub(crate) gtin: Option<(String, String)>,
}

impl Field {
    pub(crate) fn new(name: &'static str, label: String) -> Self {
        Self {
            name,
            label,
            kind: "text",
            ..Self::default()
        }
    }
    pub(crate) fn required(mut self) -> Self {
        self.required = true;
        self
    }
    pub(crate) fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }
    pub(crate) fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }
    pub(crate) fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = Some(what);
        self
    }
    /// A whole number typed on a number pad.
    pub(crate) fn numeric(mut self) -> Self {
        self.inputmode = Some("numeric");
        self
    }
    pub(crate) fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }
    pub(crate) fn unit(mut self, unit: String) -> Self {
        self.unit = Some(unit);
        self
    }

    /// A barcode number, checked while it is typed in the words of a refusal.
    pub(crate) fn gtin(mut self, visit: &Visit) -> Self {
        let said = |code: FieldCode| code.message(visit.lang, None);
        self.gtin = Some((said(FieldCode::Format), said(FieldCode::CheckDigit)));
        self.numeric()
    }

    /// A one-line field.
    pub(crate) fn input(self, visit: &Visit, form: &Form) -> AnyView {
        let (id, value) = (field_id(self.name), form.text(self.name).to_owned());
        // A password is never sent back.
        let value = if self.kind == "password" {
            String::new()
        } else {
            value
        };
        let described = self.described(&id, form);
        let invalid = form.problem_of(self.name).map(|_| "true");
        let numeric = if self.inputmode == Some("numeric") {
            "input num"
        } else {
            "input"
        };
        let (form_of_gtin, digit_of_gtin) = self.gtin.clone().unzip();
        let control = view! {
            <input class=numeric id=id.clone() name=self.name type=self.kind value=value required=self.required
                autocomplete=self.autocomplete inputmode=self.inputmode aria-invalid=invalid aria-describedby=described
                data-gtin=form_of_gtin data-gtin-digit=digit_of_gtin/>
        };
        let control = match self.unit.clone() {
            Some(unit) => {
                view! { <div class="input-group">{control}<span class="input-group__unit">{unit}</span></div> }.into_any()
            }
            None => control.into_any(),
        };
        self.wrap(visit, form, &id, control)
    }

    /// A field of several lines.
    pub(crate) fn textarea(self, visit: &Visit, form: &Form, rows: &'static str) -> AnyView {
        // Browsers leave out a first line break. As a child, the text would end in a marker of the renderer.
        let value = format!("\n{}", encode_text(form.text(self.name)));
        let id = field_id(self.name);
        let described = self.described(&id, form);
        let invalid = form.problem_of(self.name).map(|_| "true");
        let control = view! {
            <textarea class="input" id=id.clone() name=self.name rows=rows required=self.required data-key=self.key
                aria-invalid=invalid aria-describedby=described inner_html=value></textarea>
        }
        .into_any();
        self.wrap(visit, form, &id, control)
    }

    /// One of several choices: value and text.
    pub(crate) fn select(self, visit: &Visit, form: &Form, choices: Vec<(String, String)>) -> AnyView {
        let choices = options(form.text(self.name), choices);
        self.select_of(visit, form, choices)
    }

    /// One of several choices under headings; `first` stands before them and has no value.
    pub(crate) fn select_grouped(
        self,
        visit: &Visit,
        form: &Form,
        first: String,
        groups: Vec<(String, Vec<(String, String)>)>,
    ) -> AnyView {
        let mut shown = options(form.text(self.name), vec![(String::new(), first)]);
        for (heading, choices) in groups {
            let choices = options(form.text(self.name), choices);
            shown.push(view! { <optgroup label=heading>{choices}</optgroup> }.into_any());
        }
        self.select_of(visit, form, shown)
    }

    fn select_of(self, visit: &Visit, form: &Form, options: Vec<AnyView>) -> AnyView {
        let id = field_id(self.name);
        let described = self.described(&id, form);
        let invalid = form.problem_of(self.name).map(|_| "true");
        let control = view! {
            <select class="input" id=id.clone() name=self.name required=self.required
                aria-invalid=invalid aria-describedby=described>{options}</select>
        }
        .into_any();
        self.wrap(visit, form, &id, control)
    }

    fn described(&self, id: &str, form: &Form) -> Option<String> {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{id}-hint"));
        }
        if form.problem_of(self.name).is_some() {
            ids.push(format!("{id}-error"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn wrap(self, visit: &Visit, form: &Form, id: &str, control: AnyView) -> AnyView {
        let required = self
            .required
            .then(|| view! { <span class="required">{tr!(visit, "common.required")}</span> });
        let error = field_error(form, self.name, &self.label);
        view! {
            <div class="field">
                <label class="field__label" for=id.to_owned()>{self.label} " " {required}</label>
                {self.hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
                {control}
                {error}
            </div>
        }
        .into_any()
    }
}

/// What is wrong with a field that is drawn by hand, below its control. `called` is its name in the summary above.
pub(crate) fn field_error(form: &Form, field: &str, called: &str) -> Option<AnyView> {
    form.called(field, called);
    let told = form.problem_of(field)?.message.clone();
    let id = format!("{}-error", field_id(field));
    Some(view! { <p class="field__error" id=id>{told}</p> }.into_any())
}

fn options(chosen: &str, choices: Vec<(String, String)>) -> Vec<AnyView> {
    choices
        .into_iter()
        .map(|(choice, text)| {
            let selected = choice == chosen;
            view! { <option value=choice selected=selected>{text}</option> }.into_any()
        })
        .collect()
}

/// A check box or radio button with its text.
pub(crate) fn choice(
    form: &Form,
    kind: &'static str,
    name: &'static str,
    value: &str,
    text: String,
) -> AnyView {
    choice_that(form, kind, name, value, text, false)
}

/// One of several, of which the browser too asks for one.
pub(crate) fn needed_choice(form: &Form, name: &'static str, value: &str, text: String) -> AnyView {
    choice_that(form, "radio", name, value, text, true)
}

fn choice_that(
    form: &Form,
    kind: &'static str,
    name: &'static str,
    value: &str,
    text: String,
    required: bool,
) -> AnyView {
    let checked = form.all(name).any(|sent| sent == value);
    view! {
        <label class="choice">
            <input type=kind name=name value=value.to_owned() checked=checked required=required/>
            <span>{text}</span>
        </label>
    }
    .into_any()
}

/// The hidden key that keeps a form from doing its work twice; a form shown again keeps its key.
pub(crate) fn once(visit: &Visit, form: &Form) -> AnyView {
    let key = form.some("once").unwrap_or_else(|| (visit.site.new_key)());
    view! { <input type="hidden" name="once" value=key/> }.into_any()
}
