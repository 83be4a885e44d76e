/** Builds elements; text only ever becomes text nodes, so nothing user-written is parsed as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/** An element: `h('button', {class: 'primary', onclick: send}, 'Send')`. */
export function h(tag, props, ...children) {
	return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function s(tag, props, ...children) {
	return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
	for (const [name, value] of Object.entries(props ?? {})) {
		set(element, name, value);
	}
	append(element, children);
	return element;
}

function set(element, name, value) {
	if (value === null || value === undefined || value === false) {
		return;
	}
	if (name.startsWith('on')) {
		element.addEventListener(name.slice(2), value);
	}
	else if (name === 'style') {
		Object.entries(value).forEach(([property, each]) => element.style.setProperty(property, each));
	}
	else if (name === 'dataset') {
		Object.assign(element.dataset, value);
	}
	else if (name === 'value') {
		element.value = value;
	}
	else {
		element.setAttribute(name, value === true ? '' : value);
	}
}

export function append(element, children) {
	for (const child of children.flat(Infinity)) {
		if (child !== null && child !== undefined && child !== false) {
			element.append(child);
		}
	}
}

/** Replaces what an element holds. */
export function show(element, ...children) {
	element.replaceChildren();
	append(element, children);
	return element;
}

const ICONS = {
	rooms: 'M4 5h16v11H9l-5 4z',
	conversations: 'M4 6h16M4 12h16M4 18h10',
	assistant: 'M12 3v4M12 17v4M3 12h4M17 12h4M6 6l2.500 2.500M15.500 15.500 18 18M18 6l-2.500 2.500M8.500 15.500 6 18',
	digest: 'M4 13l2.500-8h11L20 13v6H4zM4 13h5l1 2h4l1-2h5',
	system: 'M3 12h4l3-7 4 14 3-7h4',
	send: 'M4 12l16-8-6 16-3-7zM11 13l4-4',
	stop: 'M7 7h10v10H7z',
	retry: 'M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5',
	check: 'M5 12l5 5 9-10',
	clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
	close: 'M6 6l12 12M18 6 6 18',
	back: 'M15 5l-7 7 7 7',
	search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.500 4.500',
	down: 'M12 5v14M6 13l6 6 6-6',
	trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
	download: 'M12 4v11M7 10l5 5 5-5M5 20h14',
	user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6',
	users: 'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2 20c.500-4 3-6 7-6s6.500 2 7 6M16 4.500a3.500 3.500 0 0 1 0 6M18 14.500c2.500.700 3.700 2.500 4 5.500',
	plus: 'M12 5v14M5 12h14',
	source: 'M9 6H5v6h4V9c0 4-1 6-4 7M19 6h-4v6h4V9c0 4-1 6-4 7',
	warning: 'M12 4 2.500 20h19zM12 10v4M12 17v.5',
	theme: 'M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z',
	edit: 'M4 20l1-5L16 4l4 4L9 19z',
	up: 'M4 15l5-6 4 4 7-8M15 5h5v5',
};

/** A decorative icon. */
export function icon(name) {
	return s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
			s('path', { d: ICONS[name] }));
}

/** A button with an icon and a name. */
export function iconButton(name, label, onclick, extra) {
	return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick, ...extra },
			icon(name));
}
