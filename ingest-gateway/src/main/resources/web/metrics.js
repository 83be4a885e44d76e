/** Reads the Prometheus text of /metrics. */

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Samples by name: `{labels, value}`. */
export function parse(text) {
	const samples = new Map();
	for (const line of text.split('\n')) {
		const found = line.startsWith('#') ? null : line.match(LINE);
		if (found) {
			const labels = Object.fromEntries([...(found[2] ?? '').matchAll(LABEL)].map(([, name, value]) => [name, value]));
			samples.has(found[1]) || samples.set(found[1], []);
			samples.get(found[1]).push({ labels, value: Number(found[3]) });
		}
	}
	return samples;
}

/** The sum of a metric's samples, or null when this origin has none. */
export function sum(samples, name, wanted = () => true) {
	const found = samples.get(name)?.filter(({ labels }) => wanted(labels));
	return found ? found.reduce((total, { value }) => total + (Number.isFinite(value) ? value : 0), 0) : null;
}

/** The sums of a metric by one of its labels, the most first. */
export function by(samples, name, label) {
	const sums = new Map();
	for (const { labels, value } of samples.get(name) ?? []) {
		sums.set(labels[label] ?? '', (sums.get(labels[label] ?? '') ?? 0) + value);
	}
	return [...sums].sort(([, one], [, other]) => other - one);
}
