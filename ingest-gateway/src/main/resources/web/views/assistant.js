/** A talk with a model, its words as they come. */
import { api, ApiError } from '../api.js';
import { h, icon, iconButton, show } from '../dom.js';
import { compactCount, clock, instant, money, plural, timeTag } from '../format.js';
import { prose } from '../prose.js';
import { events } from '../sse.js';
import { chats, chatted, newId, unchatted, user } from '../store.js';
import { announce, avatar, empty, failed, skeleton } from '../ui.js';

const address = (id) => `#/assistant/${encodeURIComponent(id)}`;
const SUGGESTIONS = ['Draft a short status update', 'Explain a hard thing simply', 'Make a plan for a release'];

export function mount(root, path) {
	const view = new AssistantView(root);
	view.update(path);
	return view;
}

class AssistantView {

	#id = null;
	#under = null;
	#configured = true;
	#alive = true;

	constructor(root) {
		this.side = h('ul', { class: 'plain room-links' });
		this.head = h('header', { class: 'view-head' });
		this.notice = h('div', { class: 'notice', role: 'status', hidden: true });
		this.body = h('div', { class: 'chat-body talk-body', tabindex: '0', role: 'log', 'aria-live': 'off',
			'aria-label': 'Talk with the assistant' });
		this.input = h('textarea', { id: 'ask', rows: 1, maxlength: 10_000, placeholder: 'Ask something',
			oninput: () => this.#grow(), onkeydown: (event) => {
				if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
					event.preventDefault();
					this.#ask();
				}
			} });
		this.button = h('button', { class: 'send', type: 'submit' });
		this.root = h('div', { class: 'columns assistant-view has-one' },
				h('aside', { class: 'side', 'aria-label': 'Earlier talks' },
						h('header', { class: 'side-head' }, h('h1', {}, 'Assistant'),
								iconButton('plus', 'New talk', () => {
									location.hash = '#/assistant';
								})), this.side),
				h('section', { class: 'chat', 'aria-label': 'Talk' }, this.head, this.notice, this.body,
						h('form', { class: 'composer', onsubmit: (event) => {
							event.preventDefault();
							this.#under ? this.#stop() : this.#ask();
						} },
								h('label', { class: 'sr-only', for: 'ask' }, 'Your message'), this.input, this.button)));
		root.append(this.root);
		this.#showButton();
		this.#checkModel();
	}

	update([id]) {
		const next = id ?? null;
		if (next && next === this.#id) {
			return;
		}
		this.#under?.abort();
		this.#id = next;
		this.#showSide();
		this.#showHead(null);
		next ? this.#read(next) : this.#begin();
		matchMedia('(pointer: fine)').matches && this.input.focus();
	}

	destroy() {
		this.#alive = false;
		this.#under?.abort();
	}

	async #checkModel() {
		const config = await api.config().catch(() => null);
		// The model's name may be set where this origin does not see it, so a missing one is only a hint.
		this.#configured = !config || Boolean(config['assistant.model']);
		if (this.#alive) {
			this.model = config?.['assistant.model'];
			this.#showNotice();
			this.#id || this.#begin();
		}
	}

	#showNotice() {
		this.notice.hidden = this.#configured;
		this.notice.classList.add('tall');
		show(this.notice, icon('warning'), h('div', {},
				h('strong', {}, 'No model is configured.'), ' What you write is kept, but nobody answers. Start Recap with ',
				['base-url', 'api-key', 'model'].map((name, i) => [i ? (i === 2 ? ' and ' : ', ') : '',
					h('code', {}, `recap.assistant.${name}`)]),
				', for example ', h('code', {}, 'RECAP_ASSISTANT_BASE_URL'), ', of any API that speaks as OpenAI’s does.'));
	}

	#begin() {
		show(this.body, empty('assistant', 'What is on your mind?', this.model ? `${this.model} answers.`
			: 'A model answers, and remembers this talk.',
				h('div', { class: 'row wrap centered' }, SUGGESTIONS.map((text) => h('button', { type: 'button', class: 'button',
					onclick: () => {
						this.input.value = text + ': ';
						this.#grow();
						this.input.focus();
					} }, text)))));
	}

	async #read(id) {
		show(this.body, skeleton(6, 'page'));
		try {
			const messages = await api.conversationMessages(id);
			if (this.#id === id) {
				show(this.body, messages.map((message) => this.#bubble(message.role, message.content, instant(message.created_at))));
				this.body.scrollTop = this.body.scrollHeight;
				this.#readHead(id);
			}
		}
		catch (error) {
			if (this.#id === id) {
				show(this.body, error.status === 404 ? empty('assistant', 'This talk is not here', 'It was deleted.')
					: failed(error, () => this.#read(id)));
				error.status === 404 && unchatted(id);
			}
		}
	}

	#bubble(role, text, at) {
		const own = role === 'user';
		const content = h('div', { class: 'text-blocks' }, own ? h('p', { class: 'text' }, text) : prose(text));
		const element = h('article', { class: `bubble ${own ? 'own' : 'theirs'}`,
			'aria-label': `${own ? 'You' : 'Assistant'}, ${clock(at)}` },
				own ? avatar(user.get()) : h('span', { class: 'avatar assistant', 'aria-hidden': 'true' }, icon('assistant')),
				h('div', { class: 'message-body' },
						h('header', {}, h('strong', {}, own ? 'You' : 'Assistant'), timeTag(at, clock(at))), content));
		element.content = content;
		return element;
	}

	async #ask() {
		const text = this.input.value.trim();
		if (!text || this.#under) {
			return;
		}
		this.input.value = '';
		this.#grow();
		if (!this.#id) {
			this.#id = newId();
			show(this.body);
			history.replaceState(null, '', address(this.#id));
		}
		const id = this.#id;
		chatted(id, chats.get().find((each) => each.id === id)?.title ?? text.slice(0, 60), user.get());
		this.#showSide();
		this.body.append(this.#bubble('user', text, Date.now()));
		const answer = this.#bubble('assistant', '', Date.now());
		answer.classList.add('writing');
		this.body.append(answer);
		this.#follow(true);
		await this.#stream(id, text, answer);
	}

	async #stream(id, input, answer) {
		const under = this.#under = new AbortController();
		this.#showButton();
		let text = '';
		try {
			const response = await api.chat({ input, conversation_id: id, user_id: user.get() }, under.signal);
			for await (const { event, data } of events(response)) {
				if (event === 'response.output_text.delta') {
					text += data.delta;
					this.#write(answer, text);
				}
				else if (event === 'response.completed') {
					this.#completed(id, answer, data);
				}
				else if (event === 'response.failed') {
					throw new ApiError(0, data.detail.code, data.detail.error, 0);
				}
			}
		}
		catch (error) {
			this.#broken(answer, error, under.signal.aborted, input, text);
		}
		finally {
			answer.classList.remove('writing');
			if (this.#under === under) {
				this.#under = null;
				this.#showButton();
			}
		}
	}

	#write(answer, text) {
		show(answer.content, prose(text));
		this.#follow(false);
	}

	#completed(id, answer, data) {
		this.#write(answer, data.output_text);
		answer.querySelector('.message-body').append(h('p', { class: 'small muted' },
				`${data.model} · ${plural(data.usage.total_tokens, 'token')} · cost ${money(data.cost)}`));
		this.#follow(false);
		chatted(id, data.title, user.get());
		announce('The assistant answered');
		if (this.#id === id) {
			this.#showSide();
			this.#readHead(id, data);
		}
	}

	#broken(answer, error, stopped, input, text) {
		if (error.code === 'llm_not_configured') {
			this.#configured = false;
			this.#showNotice();
		}
		text || show(answer.content);
		answer.querySelector('.message-body').append(h('p', { class: `state${stopped ? '' : ' failed'}`, role: 'status' },
				icon(stopped ? 'stop' : 'warning'),
				stopped ? 'Stopped.' : error.message,
				!stopped && h('button', { type: 'button', class: 'link', onclick: () => {
					this.input.value = input;
					this.#grow();
					this.input.focus();
				} }, 'Write it again')));
		this.#follow(false);
	}

	#stop() {
		this.#under?.abort();
	}

	#follow(always) {
		const { scrollHeight, scrollTop, clientHeight } = this.body;
		if (always || scrollHeight - scrollTop - clientHeight < 160) {
			this.body.scrollTop = scrollHeight;
		}
	}

	#grow() {
		this.input.style.height = 'auto';
		this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 200)}px`;
	}

	#showButton() {
		const label = this.#under ? 'Stop' : 'Send';
		this.button.setAttribute('aria-label', label);
		this.button.title = label;
		this.button.classList.toggle('stop', Boolean(this.#under));
		show(this.button, icon(this.#under ? 'stop' : 'send'));
	}

	async #readHead(id, latest) {
		const resource = await api.conversation(id).catch(() => null);
		if (this.#id === id && resource) {
			this.#showHead({ ...resource, title: latest?.title ?? resource.title });
		}
	}

	#showHead(resource) {
		show(this.head,
				h('div', { class: 'view-title' }, h('h2', { class: 'clip' }, resource?.title ?? (this.#id ? 'Talk' : 'New talk')),
						h('p', { class: 'small muted totals' }, resource
							? `${plural(resource.message_count, 'message')} · ${compactCount(resource.total_tokens)} tokens · cost ${money(resource.total_cost)}`
							: 'Tokens and cost are counted here.')),
				h('div', { class: 'row' },
						this.#id && h('a', { class: 'button phone-only', href: '#/assistant' }, 'New'),
						this.#id && h('a', { class: 'button', href: `#/conversations/${encodeURIComponent(this.#id)}` }, 'Summary')));
	}

	#showSide() {
		const mine = chats.get().filter((each) => each.user === user.get());
		show(this.side, mine.length
			? mine.map((each) => h('li', { class: 'room-link' },
					h('a', { href: address(each.id), 'aria-current': each.id === this.#id ? 'page' : null },
							h('span', { class: 'clip' }, each.title ?? 'Talk'))))
			: h('li', { class: 'muted small padded' }, 'Your talks are listed here.'));
	}

}
