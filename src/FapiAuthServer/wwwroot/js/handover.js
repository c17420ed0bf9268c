// The one script of these pages: sends the form on, which the customer can also do by hand.
document.getElementById("handover").submit();
