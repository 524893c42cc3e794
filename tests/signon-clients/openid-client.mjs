// The certified relying party `openid-client` against a started hub. Reads one JSON object from standard input:
// { issuer, client, secret | key (private JWK), redirect, afterLogout, login, password, par, dpop }, and writes what it did.
// Exit code 0: everything held. 3: the library refused what the provider sent. 1: anything else.
import * as oidc from 'openid-client';
import { Browser } from './browser.mjs';

const read = async () => {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
};

const importKey = (jwk) =>
  crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']).then((key) => ({ key, kid: jwk.kid }));

const must = (held, what) => {
  if (!held) throw new Error(what);
};

const setUp = async (task) => {
  const authentication = task.key ? oidc.PrivateKeyJwt(await importKey(task.key)) : task.secret ? oidc.ClientSecretBasic(task.secret) : oidc.None();
  // Signatures are looked at although the token came from the provider itself (OpenID Connect Core 3.1.3.7 leaves that open).
  return await oidc.discovery(
    new URL(task.issuer), task.client, { id_token_signed_response_alg: 'RS256' }, authentication, { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] });
};

const signIn = async (config, task, options, browser) => {
  const verifier = oidc.randomPKCECodeVerifier();
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
  const parameters = {
    redirect_uri: task.redirect, scope: 'openid profile email offline_access', state, nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  };
  const url = task.par ? await oidc.buildAuthorizationUrlWithPAR(config, parameters, options) : oidc.buildAuthorizationUrl(config, parameters);
  const back = await browser.signIn(url.href, task.redirect, task);
  return await oidc.authorizationCodeGrant(
    config, back, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }, undefined, options);
};

const journey = async (task) => {
  const did = [];
  const config = await setUp(task);
  did.push('discovery');
  const options = task.dpop ? { DPoP: oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256')) } : {};
  const browser = new Browser();
  const tokens = await signIn(config, task, options, browser);
  must(tokens.token_type === (task.dpop ? 'dpop' : 'bearer'), `token type ${tokens.token_type}`);
  const { sub } = tokens.claims();
  did.push(task.par ? 'par' : 'plain request', 'code', 'id token');

  const info = await oidc.fetchUserInfo(config, tokens.access_token, sub, options);
  must(info.sub === sub && info.name, `UserInfo ${JSON.stringify(info)}`);
  did.push('userinfo');

  const again = await oidc.refreshTokenGrant(config, tokens.refresh_token, undefined, options);
  must(again.access_token && again.access_token !== tokens.access_token, 'the refreshed token is not new');
  did.push('refresh');

  if (task.secret || task.key) {
    must((await oidc.tokenIntrospection(config, again.access_token)).active === true, 'introspection of a live token');
    did.push('introspection');
  }
  await oidc.tokenRevocation(config, again.refresh_token ?? tokens.refresh_token);
  if (task.secret || task.key) must((await oidc.tokenIntrospection(config, again.access_token)).active === false, 'introspection of a revoked token');
  const dead = await oidc.refreshTokenGrant(config, again.refresh_token ?? tokens.refresh_token, undefined, options).then(() => false, (fault) => fault.error === 'invalid_grant');
  must(dead, 'a revoked refresh token still works');
  did.push('revocation');

  const state = oidc.randomState();
  let page = await browser.open(oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: task.afterLogout, state }).href, task.afterLogout);
  for (let step = 0; step < 2 && !page.url.startsWith(task.afterLogout); step++) page = await browser.submit(page, {}, undefined, task.afterLogout);
  must(new URL(page.url).searchParams.get('state') === state, `after logout at ${page.url}`);
  const silent = await browser.open(oidc.buildAuthorizationUrl(config, {
    redirect_uri: task.redirect, scope: 'openid', prompt: 'none', state, nonce: oidc.randomNonce(),
    code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()), code_challenge_method: 'S256',
  }).href, task.redirect);
  must(task.par === 'only' || new URL(silent.url).searchParams.get('error') === 'login_required', `after logout prompt=none gave ${silent.url}`);
  did.push('logout');
  return { sub, did };
};

try {
  const result = await journey(await read());
  console.log(JSON.stringify(result));
} catch (fault) {
  const refused = fault.code?.startsWith('OAUTH_') && fault.code !== 'OAUTH_RESPONSE_BODY_ERROR' && fault.code !== 'OAUTH_AUTHORIZATION_RESPONSE_ERROR';
  console.error(JSON.stringify({ code: fault.code, error: fault.error, message: fault.message, cause: String(fault.cause?.message ?? fault.cause ?? ''), stack: fault.stack }));
  process.exit(refused ? 3 : 1);
}
