// Fills <section id="csrf">.
