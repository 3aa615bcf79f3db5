//! What runs in the head of each page, before anything is painted and long before WebAssembly has arrived.

/// Tells the server zone and clock of this computer by cookies, asks once more where the server guessed otherwise, and applies the theme.
///
/// `zone_kept` marks a zone that was chosen by hand. `data-zone` and `data-clock` are what the server took for this page.
pub const SCRIPT: &str = r#"(d=>{const h=d.documentElement,l=location,o=Intl.DateTimeFormat(undefined,{hour:"numeric"}).resolvedOptions(),z=o.timeZone,k=o.hour12?"12":"24",
c=n=>(d.cookie.match("(?:^|; )"+n+"=([^;]*)")||[])[1],s=(n,v)=>d.cookie=n+"="+v+"; Path=/; Max-Age=31536000; SameSite=Lax"+(l.protocol=="https:"?"; Secure":""),t=c("theme");
if(t=="light"||t=="dark")h.dataset.theme=t;let w=0;
if(z&&!c("zone_kept")&&c("zone")!=z){s("zone",z);w|=z!=h.dataset.zone}
if(!c("clock")){s("clock",k);w|=k!=h.dataset.clock}
if(w&&c("clock"))l.reload()})(document)"#;
