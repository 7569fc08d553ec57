//! Another's verifier of DKIM signatures: dkimpy (Debian's `python3-dkim`), with scripted keys.

use std::path::Path;
use std::process::Command;

use crate::KitError;

/// Debian's own interpreter: another one does not find Debian's modules.
const PYTHON: &str = "/usr/bin/python3";

/// Prints each signature's algorithm, and whether it holds.
const SCRIPT: &str = r"
import sys
import dkim

raw = open(sys.argv[1], 'rb').read()
keys = dict(argument.split(' ', 1) for argument in sys.argv[2:])


def ask(name, timeout=5):
    text = name.decode() if isinstance(name, bytes) else name
    return keys.get(text.rstrip('.'), '').encode()


mail = dkim.DKIM(raw)
count = sum(1 for name, _ in mail.headers if name.lower() == b'dkim-signature')
for at in range(count):
    try:
        word = 'pass' if mail.verify(idx=at, dnsfunc=ask) else 'fail'
    except dkim.DKIMException as error:
        word = str(error)
    print(mail.signature_fields[b'a'].decode(), word)
";

/// What it says of each signature of a mail, as in `rsa-sha256 pass`; `keys` are names and texts of DNS.
///
/// # Errors
/// When it is not installed.
pub fn verify(raw: &[u8], keys: &[(String, String)]) -> Result<Vec<String>, KitError> {
    let missing = || KitError::Missing { program: "dkimpy", package: "python3-dkim" };
    if !Path::new("/usr/lib/python3/dist-packages/dkim").is_dir() {
        return Err(missing());
    }
    let file = tempfile::NamedTempFile::new().map_err(|_| missing())?;
    std::fs::write(file.path(), raw).map_err(|_| missing())?;
    let mut command = Command::new(PYTHON);
    command.args(["-I", "-c", SCRIPT]).arg(file.path());
    command.args(keys.iter().map(|(name, text)| format!("{name} {text}")));
    let output = command.output().map_err(|_| missing())?;
    let words =
        String::from_utf8_lossy(if output.status.success() { &output.stdout } else { &output.stderr });
    Ok(words.lines().map(str::to_owned).collect())
}
