// Runs before the first paint, so that the page never flashes in the other theme.
(function () {
	try {
		const theme = JSON.parse(localStorage.getItem('recap.theme'));
		if (theme === 'dark' || theme === 'light') {
			document.documentElement.dataset.theme = theme;
		}
	}
	catch {
		// Without storage the system's theme is used.
	}
})();
