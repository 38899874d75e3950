// Everything the page does goes through the control API; what it shows comes from there, too.

export class Refusal extends Error {}

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(`/control/${path}`, { cache: "no-store", ...options });
  } catch {
    throw new Refusal("The playground does not answer. Is it still running?");
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(found.error ?? `The playground answered ${answer.status}.`);
  return found;
}

export const people = async (platform) => (await ask(`${platform}/people`)).people;
export const screen = (platform, person) => ask(`${platform}/screen/${encodeURIComponent(person)}`);
export const wire = (since) => ask(`ledger?since=${since}`);
export const act = (platform, verb, body) => ask(`${platform}/${verb}`, body);

/** Changes as they happen; `opened` after every connection, since whatever came before it was missed. */
export function feed({ changed, down, opened }) {
  const source = new EventSource("/control/feed");
  source.onopen = () => {
    down(false);
    opened();
  };
  source.onerror = () => down(true);
  source.onmessage = (event) => {
    const { platform, person } = JSON.parse(event.data);
    changed(platform, String(person));
  };
}

/** At most one request at a time; a change that arrives meanwhile is fetched right after. */
export function steady(work) {
  let running = null;
  let wanted = false;
  return function run() {
    wanted = true;
    running ??= (async () => {
      try {
        while (wanted) {
          wanted = false;
          await work();
        }
      } finally {
        running = null;
      }
    })();
    return running;
  };
}

/** What this browser tab remembers over a reload. */
export const memory = {
  get(name) {
    try {
      return sessionStorage.getItem(`rounds.${name}`) ?? "";
    } catch {
      return "";
    }
  },
  set(name, value) {
    try {
      if (value) sessionStorage.setItem(`rounds.${name}`, value);
      else sessionStorage.removeItem(`rounds.${name}`);
    } catch {
      return; // a browser that keeps nothing still shows everything
    }
  },
};
