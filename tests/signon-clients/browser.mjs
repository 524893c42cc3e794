// A browser as far as a sign-on needs one: cookies, redirects, forms without script. It talks plain HTTP/1.1 through
// node:http, because fetch announces itself as a script (Sec-Fetch-Mode: cors) and servers answer that differently.
import http from 'node:http';

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = (text) =>
  text.replace(/&(#x([0-9a-f]+)|#(\d+)|[a-z]+);/gi, (all, name, hex, digits) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : digits ? String.fromCodePoint(Number(digits)) : (entities[name.toLowerCase()] ?? all));

const attributes = (tag) => {
  const found = {};
  for (const [, name, , quoted, single, bare] of tag.matchAll(/([a-z-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/gi)) {
    found[name.toLowerCase()] = decode(quoted ?? single ?? bare ?? '');
  }
  return found;
};

/** The forms of a page: where they go, what they carry, and their buttons. */
export const forms = (html) =>
  [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head, body]) => ({
    ...attributes(head),
    fields: Object.fromEntries(
      [...body.matchAll(/<input\b([^>]*)>/gi)].map(([, tag]) => attributes(tag))
        .filter((input) => input.name && (input.type !== 'checkbox' || 'checked' in input))
        .map((input) => [input.name, input.value ?? ''])),
    buttons: [...body.matchAll(/<button\b([^>]*)>/gi)].map(([, tag]) => attributes(tag)),
  }));

export class Browser {
  cookies = new Map();

  /** One request; cookies go along and are kept, redirects are not followed. */
  async send(method, url, form) {
    const body = form && new URLSearchParams(form).toString();
    const { hostname, port, pathname, search } = new URL(url);
    return await new Promise((resolve, reject) => {
      const request = http.request({
        method, hostname, port, path: pathname + search,
        headers: {
          Accept: 'text/html,application/xhtml+xml', 'Accept-Language': 'zh-CN', 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) journey',
          'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document',
          Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) }),
        },
      }, (response) => {
        for (const line of response.headers['set-cookie'] ?? []) this.keep(line);
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ url, status: response.statusCode, location: response.headers.location, text: Buffer.concat(chunks).toString('utf8') }));
      });
      request.on('error', reject);
      request.setTimeout(15_000, () => request.destroy(new Error(`${method} ${url} took longer than 15 s`)));
      request.end(body);
    });
  }

  keep(line) {
    const [pair, ...rest] = line.split(';');
    const [name, value] = [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()];
    const gone = rest.some((part) => /^\s*max-age=(0|-\d+)\s*$/i.test(part) || (/^\s*expires=/i.test(part) && Date.parse(part.split('=')[1]) < Date.now()));
    if (gone) this.cookies.delete(name); else this.cookies.set(name, value);
  }

  /** Follows redirects until a page, or until an address that begins with `stop`: that answer has no text. */
  async follow(answer, stop) {
    for (let hop = 0; hop < 20; hop++) {
      if (![301, 302, 303, 307].includes(answer.status)) return answer;
      const next = new URL(answer.location, answer.url).href;
      if (stop && next.startsWith(stop)) return { url: next, status: 0, text: '' };
      answer = await this.send('GET', next);
    }
    throw new Error(`more than 20 redirects, the last to ${answer.url}`);
  }

  open(url, stop) {
    return this.send('GET', url).then((answer) => this.follow(answer, stop));
  }

  /** Fills in the first form of a page and presses its first button, or the named one. */
  submit(page, values, button, stop) {
    const [form] = forms(page.text);
    if (!form) throw new Error(`no form on ${page.url} (${page.status}): ${page.text.slice(0, 600)}`);
    const pressed = form.buttons.find((one) => !button || one.value === button) ?? {};
    const fields = { ...form.fields, ...Object.fromEntries(Object.entries(values).filter(([name]) => name in form.fields)) };
    if (pressed.name) fields[pressed.name] = pressed.value ?? '';
    return this.send((form.method ?? 'get').toUpperCase(), new URL(form.action ?? page.url, page.url).href, fields)
      .then((answer) => this.follow(answer, stop));
  }

  /** Goes from an authorization request to the redirect URI: signs in and agrees where it is asked. */
  async signIn(url, stop, { login, password }) {
    let page = await this.open(url, stop);
    for (let step = 0; step < 5 && !page.url.startsWith(stop); step++) {
      if (page.status !== 200) throw new Error(`${page.status} at ${page.url}: ${page.text.slice(0, 600)}`);
      page = await this.submit(page, { login, password }, undefined, stop);
    }
    if (!page.url.startsWith(stop)) throw new Error(`sign-on did not end: ${page.url}`);
    return new URL(page.url);
  }
}
