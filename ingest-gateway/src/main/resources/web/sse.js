/** Reads server-sent events from the answer to a POST, which EventSource cannot. */

/** Yields `{event, data}`, the data parsed. */
export async function* events(response) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = '';
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) {
				return;
			}
			rest += value;
			const parts = rest.split(/\r?\n\r?\n/);
			rest = parts.pop();
			yield* parts.map(parse).filter(Boolean);
		}
	}
	finally {
		// Who stops reading wants no more of it, and the server has to learn that.
		reader.cancel().catch(() => {});
	}
}

function parse(block) {
	let event = 'message';
	const data = [];
	for (const line of block.split(/\r?\n/)) {
		if (line.startsWith('event:')) {
			event = line.slice(6).trim();
		}
		else if (line.startsWith('data:')) {
			data.push(line.slice(5).replace(/^ /, ''));
		}
	}
	return data.length ? { event, data: JSON.parse(data.join('\n')) } : null;
}
