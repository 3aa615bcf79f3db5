//! Parts that pages are made of. `use crate::ui::components::*;` brings all of them.
//!
//! | part | how |
//! | --- | --- |
//! | [`PageHead`] | first in each page of staff: `<PageHead title=t!("…") crumbs=vec![(paths::JOBS.into(), t!("…"))]>buttons</PageHead>`, then `<div class="page">…</div>`; sets the document's title, too |
//! | [`Button`] | `<Button weight=Weight::Primary icon=Glyph::PLUS on:click=…>"…"</Button>`; `submit=true` in forms; `pending=action.pending()`; `refused=reason` (why it can not be used now); without children give `label` |
//! | [`ButtonLink`] | `<ButtonLink href=paths::job(id) icon=Glyph::PENCIL>"…"</ButtonLink>` |
//! | [`TextField`] | `<TextField name="email" label=t!("…") value=email errors kind="email"/>`; `kind`: text email password tel url search number date time; `optional=true`, `hint`, `autocomplete` |
//! | [`TextArea`], [`SelectField`], [`RadioGroup`] | as `TextField`; options are pairs of value and text; `value` is an `RwSignal<String>` |
//! | [`Checkbox`] | `<Checkbox name="active" label=… checked/>`; sends `true` |
//! | [`FormErrors`] | above a form: `<FormErrors error=failure_of(action.value())/>`; takes the focus, links to the fields |
//! | [`errors_of`] | `let errors = errors_of(action.value());`, then `errors` at each field. An error of field `email` shows at `name="email"` and at `name="input[email]"` |
//! | [`Dialog`] | `<Dialog open title=t!("…")>…</Dialog>` with `open: RwSignal<bool>`; content made when it opens |
//! | [`ConfirmDialog`] | before destroying: `question` names what is destroyed, `verb` is the button |
//! | [`SidePanel`] | as `Dialog`, beside the page instead of over it |
//! | [`Menu`] | `<Menu label=… face=\|\| view! { <Icon glyph=Glyph::ELLIPSIS/> }>links and buttons</Menu>` |
//! | [`Toasts`] | `use_toasts().show(t!("…"))`, `.show_with_undo(text, callback)`, `.fail(&error)`; [`toast_done`]`(action.value(), "key")` for a form, [`toast_outcomes`] where no form tells of failures. Call `use_toasts()` while rendering, not in a handler |
//! | [`Combobox`], [`Chip`] | you watch `query` and set `choices`; `on_choose` gets the [`Choice`] |
//! | [`Tabs`] | links; `current` is the index |
//! | [`SortHeading`], [`Pager`] | `let query = use_list_query();` then in `<thead><tr>` `<SortHeading column="name" label=… path=paths::CLIENTS query/>`, below the table `<Pager total path=… query/>` |
//! | [`EmptyState`] | `<EmptyState glyph=Glyph::USERS title=… text=…><ButtonLink …/></EmptyState>` |
//! | [`Pill`], [`Notice`] | `<Pill tone=Tone::Positive>"…"</Pill>` |
//! | [`Avatar`], [`hue`] | initials in a fixed tint; `class=format!("hue-{}", hue(&name))` sets `--hue` and `--hue-soft` |
//! | [`Undelivered`] | the banner over the pages of staff where messages could not be sent |
//! | [`Failure`] | in place of a part that could not be loaded: `Err(error) => view! { <Failure error/> }` |
//! | [`Skeleton`] | the fallback of `Suspense`/`Transition`; seen after 300 ms |
//! | [`Icon`] | `<Icon glyph=Glyph::CLOCK/>`; always beside a text, or in a button with `label` |
//!
//! Classes for layout (`style/base.css`, `style/components/`): `page` > `page__head`, `stack`, `row`, `columns`, `card` (`card--flush`, `card__head`),
//! `table-wrap` > `table.table`, `toolbar`, `rows`, `facts` (a `dl`), `form` > `form__row`, `form__actions`, `segments`, `soft`, `small`, `tiny`, `strong`,
//! `truncate`, `visually-hidden`. Styles of a page go into its file in `style/pages/`; colours only from `style/tokens.css`.

mod button;
mod combobox;
mod dialog;
mod failure;
mod field;
mod form;
mod icon;
mod list;
mod page;
mod surface;
mod toast;
mod undelivered;

pub use button::*;
pub use combobox::*;
pub use dialog::*;
pub use failure::*;
pub use field::*;
pub use form::*;
pub use icon::*;
pub use list::*;
pub use page::*;
pub use surface::*;
pub use toast::*;
pub use undelivered::Undelivered;
