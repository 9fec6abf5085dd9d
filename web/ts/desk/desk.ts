// The desk's book: who is here, what waits to be sent, and how it gets to the service exactly once.
import { all, change, forget, type Batch, type Entry, type Memory, type Person, type Sighting } from "./store.ts";
import { newId } from "../page/ids.ts";
import { once, reach } from "../page/reach.ts";
import { alike, folded, matches } from "./names.ts";

const MOST = 100; // entries of one batch
const PATIENCE = 8_000; // ms; somebody stands before the desk
const SIGN = 30_000; // ms between two signs of life

interface Listed {
  attendee_id: string;
  name: string;
  neighbourhood: string;
  code?: string | null;
  homonym?: number;
  present: boolean;
}

interface Counts {
  total: number;
  present: { neighbourhood: string; present: number }[];
  desks: { device: string; neighbourhoods?: string[] }[];
  state: string;
}

interface Book {
  people: Listed[];
  counts: Counts;
  names: Record<string, string>;
  now: string;
  form_key: string;
}

interface Answers {
  entries: { attendance_id: string | null; already_present: boolean; refused?: string | null; reason?: Record<string, string> | null }[];
}

interface Said {
  word?: string;
  message?: string;
}

type Asking = (address: string, options: RequestInit) => Promise<Response | null>;

export type Walk = Pick<Entry, "name" | "neighbourhood" | "gender" | "age_band"> & { name: string; neighbourhood: string };

export class Desk {
  people = new Map<string, Person>();
  sightings = new Map<string, Sighting>();
  online = true;
  signedOut = false;
  private sending: Promise<void> | null = null;
  private most = MOST;
  private signedAt = 0;
  private listRead = false; // in this session: with the list comes the key of the session's forms

  private constructor(readonly memory: Memory, private readonly here: string, private readonly told: () => void) {}

  static async open(forum: string, here: string, told: () => void): Promise<Desk> {
    const [kept] = await all<Memory>("memory", forum);
    const desk = new Desk(kept ?? blank(forum), here, told);
    for (const person of await all<Person>("people", forum)) desk.people.set(person.key, person);
    for (const sighting of await all<Sighting>("sightings", forum)) desk.sightings.set(sighting.id, sighting);
    await change({ put: { memory: [desk.memory] } });
    return desk;
  }

  get waiting(): Sighting[] {
    return [...this.sightings.values()].filter((one) => one.why === null);
  }

  get refused(): Sighting[] {
    return [...this.sightings.values()].filter((one) => one.why !== null);
  }

  get total(): number {
    return this.memory.total + this.waiting.length;
  }

  inHood(hood: string): number {
    return (this.memory.hoods[hood] ?? 0) + this.waiting.filter((one) => this.people.get(one.person)?.hood === hood).length;
  }

  search(typed: string): Person[] {
    const wanted = folded(typed);
    if (wanted.length < 2) return [];
    const byCode = [...this.people.values()].filter((person) => person.code && folded(person.code) === wanted.replace(/[ -]/g, ""));
    const found = byCode.length ? byCode : [...this.people.values()].filter((person) => matches(person.name, wanted));
    return found.sort((one, other) => Number(one.present) - Number(other.present) || (one.name < other.name ? -1 : 1));
  }

  alike(name: string): Person[] {
    return [...this.people.values()].filter((person) => alike(person.name, name));
  }

  mayAdmit(hood: string): boolean {
    return this.online || this.memory.mine.includes(hood);
  }

  // Somebody of another desk's neighbourhood is admitted only with the service's word that it is there.
  async admit(person: Person, walk: Walk | null = null): Promise<boolean> {
    if (!this.memory.mine.includes(person.hood) && !(await this.refresh())) return false;
    if (person.present) return true;
    person.present = true;
    const entry: Entry = { ...(walk ? { ...walk, homonym: person.homonym } : { attendee_id: person.id ?? "" }), seen_at: this.now(), offline: !this.online };
    const sighting: Sighting = { id: newId(), forum: this.memory.forum, person: person.key, entry, batch: null, why: null };
    await change({ put: { people: [person], sightings: [sighting] } });
    this.people.set(person.key, person);
    this.sightings.set(sighting.id, sighting);
    void this.send();
    return true;
  }

  async walkIn(walk: Walk): Promise<Person | null> {
    const same = [...this.people.values()].filter((one) => one.hood === walk.neighbourhood && folded(one.name) === folded(walk.name));
    const homonym = same.reduce((most, one) => Math.max(most, one.homonym), 0) + 1;
    const key = `${this.memory.forum}/new/${newId()}`;
    const person: Person = { key, forum: this.memory.forum, id: null, name: walk.name, hood: walk.neighbourhood, code: "", homonym, present: false };
    return (await this.admit(person, walk)) ? person : null;
  }

  // One sender at a time; the queue empties in the order in which people came.
  send(): Promise<void> {
    this.sending ??= this.empty().finally(() => {
      this.sending = null;
      this.told();
    });
    return this.sending;
  }

  async refresh(): Promise<boolean> {
    const answer = await this.ask("people", { method: "GET" });
    if (!answer?.ok) return false;
    await this.read((await answer.json()) as Book);
    this.told();
    return true;
  }

  // A short question while the page is seen; the whole list only when somebody else has ticked people.
  async beat(): Promise<void> {
    const answer = await this.ask("counts", { method: "GET" });
    if (!answer?.ok) return;
    const counts = (await answer.json()) as Counts;
    if (!this.listRead || counts.total !== this.memory.total || (counts.state === "closed") !== this.memory.closed) await this.refresh();
  }

  // Null when it was kept, else the reason: a neighbourhood has one desk.
  async take(hoods: string[]): Promise<string | null> {
    if (!this.listRead) await this.refresh();
    const body = JSON.stringify({ neighbourhoods: hoods });
    const answer = await this.heard(reach, `desks/${this.memory.device}`, { method: "PUT", body }); // nobody sends it again later
    if (!answer?.ok) return ((await answer?.json().catch(() => ({}))) as Said | undefined)?.message ?? "";
    this.memory.mine = hoods;
    await change({ put: { memory: [this.memory] } });
    await this.sign();
    this.told();
    return null;
  }

  // An empty batch says that this desk is there and what it still holds; a silent desk keeps check-in from closing.
  async sign(): Promise<void> {
    if (this.waiting.length || Date.now() - this.signedAt < SIGN) return;
    const body = JSON.stringify({ device: this.memory.device, entries: [], pending: 0 });
    const answer = await this.ask("batches", { method: "POST", body, headers: { "Idempotency-Key": newId() } });
    if (answer?.ok) this.signedAt = Date.now();
  }

  private now(): string {
    return new Date(Date.now() + this.memory.ahead).toISOString();
  }

  private async empty(): Promise<void> {
    for (let batch = await this.nextBatch(); batch; batch = await this.nextBatch()) {
      const headers = { "Idempotency-Key": batch.key };
      const answer = await this.ask("batches", { method: "POST", body: JSON.stringify(batch.body), headers });
      if (!answer || answer.status >= 500 || [401, 403, 429].includes(answer.status)) return;
      if (answer.status === 422 && batch.sightings.length > 1) await this.apart(batch);
      else await this.settle(batch, answer);
      this.told();
    }
  }

  // A batch is stored before it is sent, so that a second try bears the same key and the same bytes.
  private async nextBatch(): Promise<Batch | null> {
    const [stored] = await all<Batch>("batches", this.memory.forum);
    if (stored) return stored;
    const queue = this.waiting.sort((one, other) => (one.entry.seen_at < other.entry.seen_at ? -1 : 1));
    const taken = queue.slice(0, this.most);
    if (!taken.length) return null;
    const body = { device: this.memory.device, entries: taken.map((one) => one.entry), pending: queue.length - taken.length };
    const batch: Batch = { key: newId(), forum: this.memory.forum, sightings: taken.map((one) => one.id), body };
    await change({ put: { batches: [batch] } });
    return batch;
  }

  // One entry that cannot be read must not hold up the others: from now on they go one by one.
  private async apart(batch: Batch): Promise<void> {
    this.most = 1;
    await change({ drop: { batches: [batch.key] } });
  }

  private async settle(batch: Batch, answer: Response): Promise<void> {
    const said = (await answer.json().catch(() => ({}))) as Partial<Answers> & Said;
    const language = document.documentElement.lang.slice(0, 2);
    const people: Person[] = [];
    const refused: Sighting[] = [];
    const done: string[] = [];
    const gone: string[] = [];
    batch.sightings.forEach((id, place) => {
      const sighting = this.sightings.get(id);
      const result = said.entries?.[place];
      if (!sighting) return;
      const why = answer.ok ? (result?.refused ? (result.reason?.[language] ?? result.refused) : null) : (said.message || said.word || "?");
      const person = this.people.get(sighting.person);
      if (why !== null) return void refused.push({ ...sighting, why });
      done.push(id);
      if (person && result && !result.already_present) this.count(person.hood);
      if (person?.id === null && result?.attendance_id) people.push(...this.known(person, result.attendance_id, gone));
    });
    await change({ put: { people, sightings: refused, memory: [this.memory] }, drop: { batches: [batch.key], sightings: done, people: gone } });
    for (const id of done) this.sightings.delete(id);
    for (const one of refused) this.sightings.set(one.id, one);
  }

  private count(hood: string): void {
    this.memory.total += 1;
    this.memory.hoods[hood] = (this.memory.hoods[hood] ?? 0) + 1;
  }

  private known(person: Person, id: string, gone: string[]): Person[] {
    const key = `${this.memory.forum}/${id}`;
    gone.push(person.key);
    this.people.delete(person.key);
    const known = { ...person, key, id };
    this.people.set(key, known);
    return [known];
  }

  // What the service knows, with what this desk has ticked and not sent yet on top of it.
  private async read(book: Book): Promise<void> {
    const queued = new Set(this.waiting.map((one) => one.person));
    const fresh = book.people.map((one): Person => this.listed(one, queued));
    for (const person of fresh) this.people.set(person.key, person);
    const mine = book.counts.desks.find((one) => one.device === this.memory.device)?.neighbourhoods;
    Object.assign(this.memory, {
      names: book.names,
      total: book.counts.total,
      hoods: Object.fromEntries(book.counts.present.map((one) => [one.neighbourhood, one.present])),
      at: Date.now(),
      ahead: Date.parse(book.now) - Date.now(),
      formKey: book.form_key,
      closed: book.counts.state === "closed",
      mine: mine ?? this.memory.mine,
    });
    this.listRead = true;
    await change({ put: { people: fresh, memory: [this.memory] } });
    await forget(this.memory.forum, Date.now());
  }

  private listed(one: Listed, queued: Set<string>): Person {
    const key = `${this.memory.forum}/${one.attendee_id}`;
    const present = one.present || queued.has(key);
    return { key, forum: this.memory.forum, id: one.attendee_id, name: one.name, hood: one.neighbourhood, code: one.code ?? "", homonym: one.homonym ?? 1, present };
  }

  // Once: whoever waits is told at once, and what is not sent goes again by itself every few seconds.
  private ask(part: string, options: RequestInit): Promise<Response | null> {
    return this.heard((address, how) => once(address, how, PATIENCE), part, options);
  }

  private async heard(how: Asking, part: string, options: RequestInit): Promise<Response | null> {
    const headers = { "Content-Type": "application/json", "X-Form-Key": this.memory.formKey, ...options.headers };
    const answer = await how(`${this.here}/${part}`, { ...options, headers });
    this.online = answer !== null && answer.status < 500;
    if (answer) this.signedOut = [401, 403].includes(answer.status);
    if (this.signedOut) this.listRead = false;
    this.told();
    return answer;
  }
}

function blank(forum: string): Memory {
  const device = `desk-${newId().slice(0, 6)}`;
  return { forum, device, mine: [], names: {}, total: 0, hoods: {}, at: null, ahead: 0, formKey: "", closed: false };
}
