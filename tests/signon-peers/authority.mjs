// A certified OpenID provider on loopback for the tests: prints its origin, takes one line of settings, prints "ready",
// and ends with its standard input.
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { Provider } from 'oidc-provider'

const server = createServer()
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const issuer = `http://127.0.0.1:${server.address().port}`
console.log(issuer)

const lines = createInterface({ input: process.stdin })
lines.on('close', () => process.exit(0))
const settings = JSON.parse(await new Promise((line) => lines.once('line', line)))

const provider = new Provider(issuer, {
  clients: settings.clients,
  features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
  claims: { openid: ['sub', 'groups'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['only for tests'] },
  // Its own guard refuses loopback, where the hub of these tests listens.
  fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, groups: ['省级查看'] }) }),
})
provider.on('server_error', (_, fault) => console.error(fault))
provider.on('backchannel.error', (_, fault) => console.error(fault))
provider.on('grant.error', (_, fault) => console.error(fault.error_detail ?? fault))
provider.on('authorization.error', (_, fault) => console.error(fault))
server.on('request', provider.callback())
console.log('ready')
