// Sends the ticket with which the device opened this browser. A form sent by a script while the page loads replaces it in the history.
document.querySelector("[data-enter]")?.submit();
