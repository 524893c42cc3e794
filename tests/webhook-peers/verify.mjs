// Reads {secret, id, timestamp, signature, body} from standard input, prints "holds" or why not.
import { Webhook } from "standardwebhooks";
import { readFileSync } from "node:fs";

const one = JSON.parse(readFileSync(0, "utf8"));
try {
  new Webhook(one.secret).verify(one.body, { "webhook-id": one.id, "webhook-timestamp": String(one.timestamp), "webhook-signature": one.signature });
  console.log("holds");
} catch (fault) {
  console.log(fault.message);
}
