use object_store::ObjectStoreExt;
use object_store::path::Path;

use super::{Forms, rated};
use crate::api::error::ApiError;
use crate::server::services::forms;
use crate::server::tests::documents::{doc, docx, pdf};
use crate::server::tests::records::{at_field, failure};

fn encrypted() -> Vec<u8> {
    String::from_utf8(pdf()).unwrap().replace("trailer\n<< ", "trailer\n<< /Encrypt 9 0 R ").into_bytes()
}

#[tokio::test]
async fn one_upload_an_attendee_and_what_will_not_do_leaves_it_untouched() {
    for world in Forms::both().await {
        let (ada, form) = (world.ada(), world.form_of(world.ada).await);
        let wrong = async |bytes: Vec<u8>| at_field(forms::upload(&ada, form, "notes.pdf", &bytes).await).1;
        let too_large = vec![b' '; world.agency.server.app.config.files.most_bytes + 1];
        assert_eq!(wrong(Vec::new()).await, "error-file-empty");
        assert_eq!(wrong(too_large.clone()).await, "error-file-too-large");
        assert_eq!(wrong(b"<html>".to_vec()).await, "error-file-type");
        assert_eq!(wrong(encrypted()).await, "error-file-encrypted");
        assert_eq!(failure(forms::open(&ada, form).await), ApiError::NotFound, "nothing was kept");

        forms::upload(&ada, form, "../notes.exe", &docx()).await.unwrap();
        assert_eq!(wrong(pdf()).await, "error-form-has-upload");
        for bytes in [Vec::new(), too_large, b"x".to_vec(), encrypted()] {
            wrong(bytes).await;
        }
        let opened = forms::open(&ada, form).await.unwrap();
        assert_eq!((opened.name.as_str(), opened.bytes), ("notes.docx", docx()), "the old one is as it was");

        let key = world.agency.texts("select storage_key from form_uploads").await.remove(0);
        let sealed = ada.app.files.get(&Path::from(key.as_str())).await.unwrap().bytes().await.unwrap();
        assert!(!sealed.windows(4).any(|four| four == b"PK\x03\x04"), "sealed at rest");
        forms::remove(&ada, form).await.unwrap();
        assert!(ada.app.files.head(&Path::from(key.as_str())).await.is_err());
        assert_eq!(failure(forms::remove(&ada, form).await), ApiError::NotFound);
        forms::upload(&world.agency.staff(), form, "form.doc", &doc()).await.unwrap();
    }
}

#[tokio::test]
async fn of_two_uploads_at_once_one_is_kept() {
    for world in Forms::both().await {
        let (ada, staff, form) = (world.ada(), world.agency.staff(), world.form_of(world.ada).await);
        let (notes, other) = (pdf(), docx());
        let (one, two) = futures::join!(forms::upload(&ada, form, "a.pdf", &notes), forms::upload(&staff, form, "b.docx", &other));
        assert!(one.is_ok() != two.is_ok());
        assert_eq!(at_field(if one.is_ok() { two } else { one }).1, "error-form-has-upload");
        let folder = ada.app.config.data_dir.join(format!("files/forms/{form}"));
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "the other left no bytes");
    }
}

#[tokio::test]
async fn who_is_blind_to_an_evaluation_is_so_to_its_document() {
    for world in Forms::both().await {
        let (ada, bo) = (world.ada(), world.bo());
        let (of_ada, of_bo) = (world.form_of(world.ada).await, world.form_of(world.bo).await);
        forms::upload(&ada, of_ada, "notes.pdf", &pdf()).await.unwrap();
        assert_eq!(failure(forms::open(&bo, of_ada).await), ApiError::NotFound);
        assert!(forms::view(&bo, of_ada).await.unwrap().upload.is_none());
        assert_eq!(failure(forms::remove(&bo, of_ada).await), ApiError::Forbidden);
        forms::submit(&bo, of_bo, 1, rated(3, "")).await.unwrap();
        assert_eq!(forms::open(&bo, of_ada).await.unwrap().bytes, pdf());
        assert_eq!(failure(forms::remove(&bo, of_ada).await), ApiError::Forbidden, "seeing is not owning");
    }
}
