/* SPDX-License-Identifier: GPL-2.0-only */
/* Shows only the sentences that a reader asks for. */
"use strict";
(() => {
	const form = document.querySelector("form.filter");
	if (!form)
		return;
	const text = document.querySelector(".manual-text");
	const claims = [...text.querySelectorAll(".claim[id]")];
	const blocks = "p, pre, dt, dd, dl, tr, table, section, li, div";

	const fits = claim => {
		const verdicts = claim.dataset.verdicts;
		const verdict = form.elements.verdict.value;
		const kernel = form.elements.kernel.value;
		const words = form.elements.text.value
			.trim().toLowerCase().replace(/\s+/g, " ");
		const seen = kernel ? verdicts[kernel] : verdicts;
		return (!verdict || seen.includes(verdict)) &&
			(!words || claim.textContent.toLowerCase()
				.replace(/\s+/g, " ").includes(words));
	};

	/* A part of the page stays if a sentence in it does. */
	const apply = () => {
		const all = form.elements.verdict.value === "" &&
			form.elements.text.value.trim() === "";
		let count = 0;
		for (const claim of claims) {
			const shown = all || fits(claim);
			claim.classList.toggle("out", !shown);
			count += shown;
		}
		for (const block of text.querySelectorAll(blocks))
			block.classList.toggle("out", !all &&
				!block.querySelector(".claim[id]:not(.out)"));
		form.querySelector("output").value = all ? "" :
			count + " of " + claims.length + " sentences";
		document.body.classList.toggle("filtering", !all);
	};

	form.hidden = false;
	form.addEventListener("input", apply);
	form.addEventListener("submit", event => event.preventDefault());
	apply();
})();
