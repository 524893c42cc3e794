// Apache with mod_auth_openidc (Debian libapache2-mod-auth-openidc, certified) as a relying party of a started hub: starts a
// private Apache on loopback in a folder of its own, signs in through it as a browser, reads who it thinks is there, signs
// out, and stops it. Standard input and exit codes as openid-client.mjs; `port` and `folder` besides.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Browser } from './browser.mjs';

const task = JSON.parse(readFileSync(0, 'utf8'));
const origin = `http://127.0.0.1:${task.port}`;

const configuration = `
ServerRoot ${task.folder}
PidFile ${task.folder}/httpd.pid
ServerName 127.0.0.1
Listen 127.0.0.1:${task.port}
ErrorLog ${task.folder}/error.log
LogLevel warn auth_openidc:info
${['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'dir', 'alias', 'headers', 'auth_openidc'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
DocumentRoot ${task.folder}/site
DirectoryIndex index.html
OIDCProviderMetadataURL ${task.issuer}/.well-known/openid-configuration
OIDCClientID ${task.client}
OIDCClientSecret ${task.secret}
OIDCRedirectURI ${origin}/in/callback
OIDCCryptoPassphrase a-passphrase-for-one-test
OIDCPKCEMethod S256
OIDCScope "openid profile"
OIDCRemoteUserClaim sub
OIDCDefaultLoggedOutURL ${origin}/out/
OIDCCookieHTTPOnly On
<Location /in/>
  AuthType openid-connect
  Require valid-user
  Header set X-Remote-User %{REMOTE_USER}e
</Location>
`;

const say = (what) => console.error(JSON.stringify(what));

const stop = (apache) => new Promise((done) => {
  if (apache.exitCode !== null) return done();
  apache.once('exit', done);
  apache.kill('SIGTERM');
});

const started = async (apache, browser) => {
  for (let tries = 0; tries < 100; tries++) {
    if (apache.exitCode !== null) throw new Error(`Apache ended with ${apache.exitCode}: ${readFileSync(`${task.folder}/error.log`, 'utf8').slice(-2000)}`);
    const answer = await browser.send('GET', `${origin}/out/`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error('Apache did not start within 10 s');
};

mkdirSync(`${task.folder}/site/in`, { recursive: true });
mkdirSync(`${task.folder}/site/out`, { recursive: true });
writeFileSync(`${task.folder}/site/in/index.html`, 'inside');
writeFileSync(`${task.folder}/site/out/index.html`, 'outside');
writeFileSync(`${task.folder}/httpd.conf`, configuration);
const apache = spawn('/usr/sbin/apache2', ['-DFOREGROUND', '-f', `${task.folder}/httpd.conf`], { stdio: ['ignore', 'ignore', 'inherit'] });
try {
  const browser = new Browser();
  await started(apache, browser);
  let page = await browser.open(`${origin}/in/`, undefined);
  for (let step = 0; step < 4 && !page.url.startsWith(origin); step++) page = await browser.submit(page, task);
  if (page.url !== `${origin}/in/` || page.status !== 200 || page.text !== 'inside') {
    const refused = page.url.startsWith(`${origin}/in/callback`);
    say({ status: page.status, url: page.url, text: page.text.slice(0, 500), log: readFileSync(`${task.folder}/error.log`, 'utf8').slice(-3000) });
    process.exitCode = refused ? 3 : 1;
  } else {
    let out = await browser.open(`${origin}/in/callback?logout=${encodeURIComponent(`${origin}/out/`)}`);
    for (let step = 0; step < 2 && !out.url.startsWith(origin); step++) out = await browser.submit(out, {});
    const after = await browser.send('GET', `${origin}/in/`);
    if (out.text !== 'outside' || after.status !== 302) throw new Error(`after logout: ${out.url} ${out.status}, then ${after.status}`);
    console.log(JSON.stringify({ did: ['code', 'id token', 'remote user', 'logout'] }));
  }
} catch (fault) {
  say({ message: fault.message, stack: fault.stack });
  process.exitCode = 1;
} finally {
  await stop(apache);
}
