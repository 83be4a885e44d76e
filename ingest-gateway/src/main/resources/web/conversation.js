/** One conversation: its summary as it changes, its items, windows and numbers, and every message. */
import { all, api } from './api.js';
import { h, icon, show } from './dom.js';
import { exportJson, exportMarkdown } from './export.js';
import { instant, plural, timeTag, ago, money } from './format.js';
import { MessageLog } from './message-log.js';
import { moodChart, peopleChart } from './charts.js';
import { Items } from './items.js';
import { Socket } from './socket.js';
import { overview, provenance, statements } from './summary.js';
import { timeline } from './timeline.js';
import { announce, ask, attempt, confirm, debounce, empty, failed, menu, sentiment, skeleton, toast } from './ui.js';
import { user } from './store.js';

export class Conversation {

	#alive = true;
	#socket = null;
	#windows = [];
	#summary = null;
	#resource = null;
	#wanted = null;
	#changed;
	#summariesSoon = debounce(() => this.#readSummaries(), 400);

	/**
	 * Opens one.
	 * @param changed is called when it was changed, hidden or erased
	 */
	constructor(element, id, { changed }) {
		this.id = id;
		this.element = element;
		this.#changed = changed;
		show(element, skeleton(12, 'page'));
		this.#read();
	}

	destroy() {
		this.#alive = false;
		this.#socket?.close();
		this.log?.destroy();
	}

	refresh() {
		this.#resource ? this.#readSummaries() : this.#read();
	}

	/** Shows a message, with what is cited of it. */
	source(id, quote) {
		if (!this.log) {
			this.#wanted = [id, quote];
			return;
		}
		this.#tab('messages');
		this.log.show(id, quote);
	}

	async #read() {
		try {
			this.#resource = await api.conversation(this.id);
		}
		catch (error) {
			if (this.#alive) {
				show(this.element, error.status === 404
					? empty('conversations', 'This conversation is not here', 'It was deleted, or it never was.',
							h('a', { class: 'button', href: '#/conversations' }, 'All conversations'))
					: failed(error, () => {
						show(this.element, skeleton(12, 'page'));
						this.#read();
					}));
			}
			return;
		}
		if (!this.#alive) {
			return;
		}
		this.#build();
		this.#watch();
		await this.#readSummaries();
		// What is open has been read; that is what its unread count means.
		api.read(user.get(), this.id).then(() => this.#changed(), () => {});
	}

	#build() {
		this.live = h('span', { class: 'live small muted' });
		this.summaryBox = h('div', { class: 'stack' }, skeleton(5));
		this.insights = h('div', { class: 'stack' });
		this.charts = h('div', { class: 'stack' });
		this.windowsBox = h('div', {}, skeleton(4));
		this.items = new Items(this.id, (id, quote) => this.source(id, quote));
		this.log = new MessageLog(this.id, user.get());
		this.tabs = ['summary', 'messages'].map((name) => h('button', { type: 'button', role: 'tab', id: `tab-${name}`,
			'aria-controls': `pane-${name}`, onclick: () => this.#tab(name), onkeydown: (event) => {
				if (['ArrowLeft', 'ArrowRight'].includes(event.key)) {
					this.#tab(name === 'summary' ? 'messages' : 'summary', true);
				}
			} }, name[0].toUpperCase() + name.slice(1)));
		const card = (title, ...content) => h('section', { class: 'card' }, h('h3', {}, title), content);
		this.panes = [
			h('div', { class: 'pane reading', id: 'pane-summary', tabindex: '0', role: 'tabpanel', 'aria-labelledby': 'tab-summary' },
					this.summaryBox, this.items.element, this.insights,
					card('Mood and people', this.charts),
					card('Windows', this.windowsBox)),
			h('div', { class: 'pane talk', id: 'pane-messages', role: 'tabpanel', 'aria-labelledby': 'tab-messages' },
					this.log.element)];
		show(this.element, this.#buildHead(), h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Parts' }, this.tabs),
				h('div', { class: 'panes' }, this.panes));
		this.#tab('summary');
		this.#showTitle();
		if (this.#wanted) {
			this.source(...this.#wanted);
		}
	}

	#tab(name, focus = false) {
		this.tabs.forEach((tab) => {
			const chosen = tab.id === `tab-${name}`;
			tab.setAttribute('aria-selected', String(chosen));
			tab.tabIndex = chosen ? 0 : -1;
			chosen && focus && tab.focus();
		});
		this.panes.forEach((pane) => pane.classList.toggle('chosen', pane.id === `pane-${name}`));
	}

	#buildHead() {
		this.title = h('div', { class: 'view-title' });
		return h('header', { class: 'view-head' },
				h('a', { class: 'icon-button back', href: '#/conversations', 'aria-label': 'All conversations' }, icon('back')),
				this.title,
				h('div', { class: 'row' },
						h('a', { class: 'button wide-only', href: `#/rooms/${encodeURIComponent(this.id)}` }, 'Open as room'),
						menu('Export', [
							{ label: 'Markdown', run: () => this.#export(exportMarkdown) },
							{ label: 'JSON', run: () => this.#export(exportJson) }]),
						menu('More', [
							{ label: 'Open as room', className: 'narrow-only', run: () => {
								location.hash = `#/rooms/${encodeURIComponent(this.id)}`;
							} },
							{ label: 'Rename…', run: () => this.#rename() },
							{ label: 'Delete', run: () => this.#hide() },
							{ label: 'Erase for good…', danger: true, run: () => this.#erase() }])));
	}

	#showTitle() {
		const resource = this.#resource;
		const updated = instant(resource.updated_at);
		show(this.title, h('h2', { class: 'clip' }, resource.title ?? resource.id),
				h('p', { class: 'small muted clip' }, plural(resource.message_count, 'message'), ' · ',
						timeTag(updated, ago(updated)),
						resource.total_tokens > 0 && ` · ${plural(resource.total_tokens, 'token')}, ${money(resource.total_cost)}`,
						resource.status === 'ended' && ' · ended', ' ', this.live));
	}

	#watch() {
		this.#socket = new Socket(`/ws/summarize?conversation_id=${encodeURIComponent(this.id)}`, {
			frame: (frame) => frame.type === 'summary' && this.#updated(frame),
			state: (state) => {
				this.live.textContent = state === 'open' ? '· live' : state === 'waiting' ? '· not connected' : '';
			},
			ended: () => {
				this.live.textContent = '';
			},
		});
	}

	async #updated(summary) {
		const before = this.#summary;
		this.#summary = summary;
		this.#showSummary();
		if (before && before.generated_at !== summary.generated_at) {
			announce('The summary was updated');
			this.summaryBox.classList.remove('fresh');
			requestAnimationFrame(() => this.summaryBox.classList.add('fresh'));
			this.log.newer();
			this.items.readSoon();
			const resource = await api.conversation(this.id).catch(() => null);
			if (resource && this.#alive) {
				this.#resource = resource;
				this.#showTitle();
			}
		}
		this.#summariesSoon();
	}

	async #readSummaries() {
		try {
			const stored = await all((cursor) => api.summaries(this.id, cursor), (page) => page.summaries, 2000);
			if (!this.#alive) {
				return;
			}
			this.#windows = stored.filter((each) => each.summary_type === 'window').reverse();
			this.#summary ??= stored.find((each) => each.summary_type !== 'window') ?? stored[0] ?? null;
			this.#showSummary();
			show(this.windowsBox, timeline(this.#windows, (id, quote) => this.source(id, quote)));
		}
		catch (error) {
			this.#alive && show(this.windowsBox, failed(error, () => this.#readSummaries()));
		}
	}

	#showSummary() {
		const summary = this.#summary;
		const onSource = (id, quote) => this.source(id, quote);
		this.items.from(summary?.insights.highlights ?? []);
		if (!summary) {
			show(this.summaryBox, h('section', { class: 'card' }, h('h3', {}, 'Summary'),
					h('p', { class: 'muted' }, 'There is none yet: it comes once the talk pauses.'), this.#nowButton()));
			show(this.insights);
			show(this.charts, h('p', { class: 'muted small' }, 'Nothing to draw yet.'));
			return;
		}
		const focused = this.summaryBox.contains(document.activeElement);
		show(this.summaryBox, h('section', { class: 'card summary-card' },
				h('h3', {}, 'Summary', sentiment(summary.insights.sentiment)),
				h('p', { class: 'prose' }, overview(summary)),
				summary.insights.keywords.length > 0 && h('ul', { class: 'tags', 'aria-label': 'Keywords' },
						summary.insights.keywords.map((keyword) => h('li', { class: 'chip' }, keyword))),
				h('div', { class: 'row between' }, provenance(summary), this.#nowButton())));
		focused && this.summaryBox.querySelector('button').focus();
		const lists = statements(summary.insights.highlights, onSource, { without: this.items.kinds }).filter(Boolean);
		show(this.insights, lists.map((list) => {
			list.classList.add('card');
			return list;
		}));
		const points = this.#windows.filter((each) => each.covers?.to).map((each) => ({ from: instant(each.covers.from),
			at: instant(each.covers.to), value: each.insights.sentiment_score }));
		show(this.charts, h('h4', {}, 'Mood over time'), moodChart(points),
				h('h4', {}, 'Messages per participant',
					h('span', { class: 'small muted regular' }, ', coloured by how they sound')), peopleChart(summary.insights.participants));
	}

	#nowButton() {
		const button = h('button', { type: 'button', class: 'button small', onclick: async () => {
			button.disabled = true;
			const answer = await attempt(() => api.summarize(this.id), 'It could not be summarized');
			button.disabled = false;
			if (answer?.insights && this.#alive) {
				this.#updated(answer);
			}
			else if (answer) {
				toast('The summary is being made; it shows here when it is ready.');
			}
		} }, icon('retry'), 'Summarize now');
		return button;
	}

	async #rename() {
		const title = await ask({ title: 'Rename', label: 'Title', value: this.#resource.title ?? '', yes: 'Rename' });
		const renamed = title && await attempt(() => api.rename(this.id, title), 'It could not be renamed');
		if (renamed && this.#alive) {
			this.#resource = renamed;
			this.#showTitle();
			this.#changed();
		}
	}

	async #export(how) {
		toast('Reading everything…', { lasts: 2000 });
		await attempt(() => how(this.#resource, this.#summary, this.#windows), 'It could not be exported');
	}

	async #hide() {
		const { id } = this;
		const changed = this.#changed;
		const done = await attempt(() => api.hide(id), 'It could not be deleted');
		if (done) {
			this.#gone();
			toast('Deleted.', { lasts: 12_000, action: 'Undo', onAction: async () => {
				await attempt(() => api.restore(id), 'It could not be brought back');
				changed();
				location.hash = `#/conversations/${encodeURIComponent(id)}`;
			} });
		}
	}

	async #erase() {
		const sure = await confirm({ title: 'Erase for good?', danger: true, yes: 'Erase',
			text: `All ${plural(this.#resource.message_count, 'message')} of “${this.#resource.title ?? this.id}”, its summaries and `
				+ 'its items are erased for everybody. This cannot be undone.' });
		if (sure && await attempt(() => api.erase(this.id), 'It could not be erased')) {
			this.#gone();
			toast('Erased for good.');
		}
	}

	#gone() {
		this.#socket?.close();
		location.hash = '#/conversations';
		this.#changed();
	}

}
