/** The pipeline at a glance. */
import { api } from '../api.js';
import { h, icon, show } from '../dom.js';
import { clock, compactCount, count, money } from '../format.js';
import { by, parse, sum } from '../metrics.js';
import { spark } from '../charts.js';
import { failed, skeleton } from '../ui.js';

const EVERY = 2000;
const REMEMBERED = 60;
const NAMES = { kafka: 'Kafka', mongo: 'Database', window: 'Windows', windows: 'Windows', archiver: 'Archive',
	summarizer: 'Summarizer', assistant: 'Assistant', freshness: 'Reads' };

export function mount(root) {
	return new SystemView(root);
}

class SystemView {

	#before = null;
	#rates = [];
	#alive = true;
	#config = null;
	#usage = null;

	constructor(root) {
		this.body = h('div', {}, skeleton(10));
		this.when = h('p', { class: 'muted small' });
		root.append(h('div', { class: 'page' }, h('header', { class: 'page-head' },
				h('div', {}, h('h1', {}, 'System'), this.when)), this.body));
		this.timer = setInterval(() => document.hidden || this.#read(), EVERY);
		this.#read();
	}

	update() {}

	refresh() {
		this.#read();
	}

	destroy() {
		this.#alive = false;
		clearInterval(this.timer);
	}

	async #read() {
		try {
			const [health, text] = await Promise.all([api.health(), api.metrics()]);
			this.#config ??= await api.config().catch(() => null);
			this.#usage ??= await api.usage().catch(() => null);
			if (this.#alive) {
				this.#show(health, parse(text));
			}
		}
		catch (error) {
			this.#alive && this.#before === null && show(this.body, failed(error, () => this.#read()));
		}
	}

	#show(health, samples) {
		const now = performance.now();
		const published = sum(samples, 'recap_gateway_records_published_total') ?? 0;
		if (this.#before) {
			const seconds = (now - this.#before.now) / 1000;
			this.#rates = [...this.#rates, Math.max(0, published - this.#before.published) / seconds].slice(-REMEMBERED);
		}
		this.#before = { now, published };
		this.when.textContent = `As of ${clock(Date.now())}, every two seconds.`;
		const opened = new Set([...this.body.querySelectorAll('details[open]')].map((each) => each.id));
		show(this.body, this.#pipeline(samples, published),
				h('div', { class: 'tiles' }, this.#components(health), this.#engines(samples), this.#model(samples),
						this.#asides(samples)),
				this.#settings(opened.has('settings')));
	}

	#pipeline(samples, published) {
		const rate = this.#rates.at(-1) ?? 0;
		const archive = sum(samples, 'recap_history_lag');
		const windows = sum(samples, 'kafka_consumer_fetch_manager_records_lag',
				(labels) => labels.client_id?.includes('windows'));
		const lag = archive === null && windows === null ? null : Math.max(archive ?? 0, windows ?? 0);
		const closed = by(samples, 'recap_windows_closed_total', 'trigger');
		const summaries = sum(samples, 'recap_summaries_total');
		return h('ol', { class: 'pipeline', 'aria-label': 'Pipeline' },
				stage('In', `${rate < 10 ? rate.toFixed(1) : count(Math.round(rate))}/s`, [`${compactCount(published)} accepted`,
					spark(this.#rates, `Messages per second, latest ${rate.toFixed(1)}`)]),
				stage('Lag', known(lag), [lag === null ? 'not seen from here' : lag === 0 ? 'caught up'
				: `archive ${known(archive)}, windows ${known(windows)}`]),
				stage('Windows open', known(sum(samples, 'recap_windows_open')),
						[closed.length ? `${compactCount(closed.reduce((all, [, each]) => all + each, 0))} closed` : 'none closed yet']),
				stage('Summaries', known(summaries), [summaries ? 'made since the start' : 'none since the start']));
	}

	#components(health) {
		// What only says that the process runs is no part of the pipeline.
		const components = Object.entries(health.components ?? {}).filter(([name]) => !name.endsWith('State'));
		const up = health.status === 'UP';
		return tile('Health', h('p', { class: `status ${up ? 'up' : 'down'}` }, icon(up ? 'check' : 'warning'),
				up ? 'All is well' : `Not all is well: ${health.status}`),
				h('ul', { class: 'facts' }, components.map(([name, each]) => h('li', {},
						h('span', {}, NAMES[name] ?? name),
						h('span', { class: `chip ${each.status === 'UP' ? 'positive' : 'negative'}` },
								each.status === 'UP' ? 'Up' : each.status.replaceAll('_', ' ').toLowerCase())))));
	}

	#engines(samples) {
		const engines = by(samples, 'recap_summaries_total', 'engine');
		const types = by(samples, 'recap_summaries_total', 'type');
		const triggers = by(samples, 'recap_windows_closed_total', 'trigger');
		return tile('Summaries by engine', engines.length
			? [facts(engines), h('h4', {}, 'By type'), facts(types), triggers.length > 0 && [h('h4', {}, 'Windows closed by'), facts(triggers)]]
			: h('p', { class: 'muted' }, 'No summary was made since the start.'));
	}

	#model(samples) {
		const cost = by(samples, 'recap_model_cost_total', 'purpose');
		const tokens = by(samples, 'recap_model_tokens_total', 'kind');
		const model = this.#config?.['summary.model'] || this.#config?.['assistant.model'];
		const state = Math.max(0, ...(samples.get('recap_model_breaker') ?? []).map(({ value }) => value));
		const failures = by(samples, 'recap_model_failures_total', 'reason');
		const refused = sum(samples, 'recap_budget_refusals_total') ?? 0;
		const month = this.#usage?.total;
		return tile('Model', h('p', {}, model ? h('strong', {}, model) : h('span', { class: 'muted' }, 'None configured here')),
				state > 0 && h('p', { class: 'status down' }, icon('warning'),
						state > 1 ? 'Not asked, after failures' : 'Tried again, after failures'),
				tokens.length ? facts(tokens.map(([name, value]) => [`${name} tokens`, value]))
					: h('p', { class: 'muted' }, 'No model was asked since the start.'),
				facts([...cost.map(([name, value]) => [`spent on ${name}`, money(value)]),
					...failures.map(([name, value]) => [`failed: ${name}`, value]),
					...(refused ? [['over budget', refused]] : []),
					...(month?.calls ? [['calls in 30 days', month.calls], ['spent in 30 days', money(month.cost)]] : [])]));
	}

	#asides(samples) {
		const problems = [
			['Dead letters', (sum(samples, 'recap_events_dead_lettered_total') ?? 0)
				+ (sum(samples, 'recap_history_records_total', (labels) => labels.outcome === 'set-aside') ?? 0)],
			['Windows failed', sum(samples, 'recap_windows_failed_total')],
			['Unknown events skipped', sum(samples, 'recap_events_skipped_total')],
			['Refused as too busy', sum(samples, 'recap_gateway_requests_overloaded_total')],
			['Could not be written', sum(samples, 'recap_gateway_requests_failed_total')],
			['Sent twice, counted once', sum(samples, 'recap_windows_duplicates_total')],
		];
		const bad = problems.slice(0, 2).some(([, value]) => value > 0);
		return tile('Put aside', h('p', { class: `status ${bad ? 'down' : 'up'}` }, icon(bad ? 'warning' : 'check'),
				bad ? 'Some records could not be used' : 'Nothing was put aside'),
				facts(problems.map(([name, value]) => [name, value ?? 0])));
	}

	#settings(open) {
		const settings = Object.entries(this.#config ?? {});
		return settings.length > 0 && h('details', { class: 'card settings', id: 'settings', open },
				h('summary', {}, 'Settings'), h('dl', { class: 'settings-list' },
						settings.map(([name, value]) => [h('dt', {}, name),
							h('dd', {}, Array.isArray(value) ? value.join(', ') || '—' : String(value === '' ? '—' : value))])));
	}

}

const known = (value) => value === null || value === undefined ? '—' : compactCount(value);

function stage(name, value, more) {
	return h('li', { class: 'stage-box' }, h('span', { class: 'small muted' }, name), h('strong', { class: 'figure' }, value),
			h('span', { class: 'small muted' }, more[0]), more[1]);
}

const tile = (title, ...content) => h('section', { class: 'card' }, h('h2', {}, title), content);

const facts = (entries) => h('ul', { class: 'facts' }, entries.map(([name, value]) => h('li', {},
		h('span', {}, name), h('strong', {}, typeof value === 'number' ? count(value) : value))));
