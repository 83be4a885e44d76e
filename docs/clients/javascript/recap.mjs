// Recap from JavaScript, with what Node (20 or later) has built in:
//
//   node docs/clients/javascript/recap.mjs [CONVERSATION]        (Node 20: node --experimental-websocket …)
//
// RECAP_URL is http://localhost:8000 unless set; RECAP_API_KEY or RECAP_TOKEN say who asks.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const base = (process.env.RECAP_URL ?? 'http://localhost:8000').replace(/\/$/, '');
const tries = 5;

function credentials() {
  const headers = {};
  if (process.env.RECAP_API_KEY) headers['X-API-Key'] = process.env.RECAP_API_KEY;
  if (process.env.RECAP_TOKEN) headers.Authorization = `Bearer ${process.env.RECAP_TOKEN}`;
  return headers;
}

class RecapError extends Error {
  constructor(status, detail) {
    super(`${status} ${detail?.code}: ${detail?.error}`);
    this.status = status;
    this.code = detail?.code;
  }
}

// Sends a request, and again when asked to wait: message ids make that harmless.
async function request(method, path, body, headers = {}) {
  for (let attempt = 1; ; attempt++) {
    let response;
    try {
      response = await fetch(base + path, {
        method,
        headers: { ...credentials(), ...(body && { 'Content-Type': 'application/json' }), ...headers },
        body: body && JSON.stringify(body),
      });
    } catch (failure) {
      if (attempt === tries) throw failure;
      await sleep(2 ** attempt * 100);
      continue;
    }
    if (response.ok) return response;
    const wait = response.headers.get('Retry-After');
    const { detail } = await response.json();
    if (![429, 503].includes(response.status) || wait === null || attempt === tries) {
      throw new RecapError(response.status, detail);
    }
    await sleep(Number(wait) * 1000);
  }
}

// The server-sent events of a response, as { name, data }.
async function* events(response) {
  let pending = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (pending + text).split(/\r?\n\r?\n/);
    pending = blocks.pop();
    for (const block of blocks) {
      const values = (field) => [...block.matchAll(new RegExp(`^${field}: ?(.*)$`, 'gm'))].map((match) => match[1]);
      if (values('data').length) yield { name: values('event')[0] ?? 'message', data: JSON.parse(values('data').join('\n')) };
    }
  }
}

async function postMessages(conversation) {
  // Ids are made before the first try and stay the same in every further one.
  const batch = {
    conversation_id: conversation,
    user_id: 'ann',
    messages: [
      { message_id: randomUUID(), content: 'We decided to ship on Friday.' },
      { message_id: randomUUID(), content: 'I will test it tomorrow.', user_id: 'bob' },
    ],
  };
  const response = await request('POST', '/chats', batch);
  await request('POST', '/chats', batch);
  console.log('posted', (await response.json()).inserted_count, 'messages, twice');
  return response.headers.get('X-Position');
}

async function readHistory(conversation, position) {
  const messages = [];
  let cursor = '';
  do {
    // With the position of the write, the read waits until it sees it.
    const query = `?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const response = await request('GET', `/chats/${encodeURIComponent(conversation)}${query}`, undefined, { 'X-Position': position });
    const page = await response.json();
    messages.push(...page.messages);
    cursor = page.next_cursor ?? '';
  } while (cursor);
  console.log('history:', messages.map((message) => `${message.user_id}: ${message.content}`).join(' | '));
}

async function summarize(conversation) {
  const response = await request('POST', '/chats/summarize', { conversation_id: conversation });
  let answer = await response.json();
  while (!answer.summary) {
    // 202, it takes long: what is stored is where Location says.
    await sleep(1000);
    answer = (await (await request('GET', response.headers.get('Location'))).json()).summaries[0] ?? {};
  }
  console.log('summary:', answer.summary);
}

async function chat(conversation) {
  const question = { conversation_id: conversation, user_id: 'ann', input: 'When do we ship?', stream: true };
  try {
    const response = await request('POST', '/chat', question);
    process.stdout.write('assistant: ');
    for await (const { name, data } of events(response)) {
      if (name === 'response.output_text.delta') process.stdout.write(data.delta);
      if (name === 'response.failed') {
        const missing = data.detail.code === 'llm_not_configured';
        process.stdout.write(missing ? 'no model is configured' : `failed: ${data.detail.error}`);
      }
    }
    process.stdout.write('\n');
  } catch (error) {
    if (error.code !== 'llm_not_configured') throw error;
    console.log('assistant: no model is configured');
  }
}

// Opens a socket and returns its first frame of one of these types. Headers are Node's addition: a browser has none.
function frame(path, types, send) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(base.replace(/^http/, 'ws') + path, { headers: credentials() });
    socket.addEventListener('open', () => send && socket.send(JSON.stringify(send)));
    socket.addEventListener('error', () => reject(new Error(`no WebSocket at ${path}`)));
    socket.addEventListener('close', ({ code, reason }) => reject(new Error(`closed: ${code} ${reason}`)));
    socket.addEventListener('message', ({ data }) => {
      const received = JSON.parse(data);
      if (types.includes(received.type)) {
        resolve(received);
        socket.close();
      }
    });
  });
}

async function watch(conversation) {
  const received = await frame(`/ws/summarize?conversation_id=${encodeURIComponent(conversation)}`, ['summary', 'error']);
  console.log('live:', received.type);
}

async function talk(conversation) {
  const path = `/ws?username=Ann&room=${encodeURIComponent(conversation)}`;
  const received = await frame(path, ['ack', 'error'], { type: 'message', message: 'Hello from JavaScript' });
  console.log('room:', received.type);
}

const conversation = process.argv[2] ?? `javascript-${randomUUID()}`;
const position = await postMessages(conversation);
await readHistory(conversation, position);
await summarize(conversation);
await watch(conversation);
await talk(conversation);
await chat(conversation);
