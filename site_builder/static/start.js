// Runs before the page is drawn, so that nothing moves when the other scripts start.
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
