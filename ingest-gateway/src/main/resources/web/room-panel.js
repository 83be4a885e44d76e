/** The panel beside a room: its summary, or what somebody missed. */
import { api } from './api.js';
import { h, iconButton, show } from './dom.js';
import { summaryBody } from './summary.js';
import { announce, empty, load, skeleton } from './ui.js';

export class RoomPanel {

	/**
	 * Opens.
	 * @param missed whether it begins with what the user has not seen
	 * @param unreadIds the messages the user has not seen
	 * @param onSource shows a message
	 * @param onDone is called once the user has been told
	 */
	constructor(panel, room, user, { missed, unreadIds, onSource, onDone }) {
		const title = missed ? 'What did I miss?' : 'Summary';
		const body = h('div', { class: 'panel-body' });
		const before = document.activeElement;
		const close = () => {
			panel.hidden = true;
			before?.isConnected && before.focus();
		};
		const heading = h('h2', { tabindex: '-1' }, title);
		show(panel, h('header', { class: 'panel-head' }, heading, iconButton('close', 'Close', close)), body);
		panel.hidden = false;
		panel.onkeydown = (event) => event.key === 'Escape' && close();
		heading.focus();
		const ticket = panel.ticket = {};
		load(body, { wait: skeleton(9), alive: () => panel.ticket === ticket,
			get: () => missed ? told(room, user) : summary(room),
			done: (answer) => {
				announce(`${title}: ready`);
				onDone();
				return answer.summary
					? summaryBody(answer.summary, onSource, { missed: answer.missed, unreadIds })
					: empty('rooms', 'Nothing to summarize yet', 'There is a summary once something was said.');
			} });
	}

}

async function told(room, user) {
	const { unread_summary: missed, total_messages: total } = await api.summarizeRoom(room, user);
	return { missed, ...(total > 0 && await summary(room)) };
}

/** A summary that takes long is answered 202; asking again waits for the same one. */
async function summary(room) {
	try {
		for (let i = 0; i < 5; i++) {
			const answer = await api.summarize(room);
			if (answer.insights) {
				return { summary: answer };
			}
		}
	}
	catch (error) {
		if (error.status === 404) {
			return { summary: null };
		}
		throw error;
	}
	throw new Error('The summary takes longer than usual. Ask again in a moment.');
}
