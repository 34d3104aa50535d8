"""From an address alone to the servers of its mailbox, each with who named it, and whether that can be trusted.

All sources are asked at once (race.py); what they say is ranked, and a lower one never beats a higher one that answers:

1. our list, by the domain, then by the hosts that take its mail (MX);
2. SRV records of the domain (RFC 6186, RFC 8314);
3. the domain's own autoconfig file, over https alone;
4. Thunderbird's list (ISPDB), by the domain, then by the domain of its MX;
5. guesses at usual names: connected to, greeted, the certificate verified, never logged in to. One whose certificate is
   not in order is the last of all: what is wrong with it may be what the person has come to learn.

Who has not been vouched for gets no password without a yes of the person. A login goes only to a server whose
certificate was verified for its name, so all that can be forged is which name it is. Hence a server is trusted

* from our list, where it is confirmed: its names come with the program. Whoever forges an MX record can choose among
  them, and no other;
* from whatever source, when it is one of these, or is the address's domain or below it: nobody else has a certificate
  for such a name. A name beside it may be another customer's of the same hoster. RFC 6186 section 6 asks for this of
  SRV targets, or else for the person's word before connecting. We connect and look at the certificate before that, and
  say nothing of the person's until then;
* from the domain's own file, when it came from inside the domain over verified https: the owner of the name says so.
  A file to which the domain has redirected us elsewhere counts like any other;
* from ISPDB by the domain: over verified https, by people who look after it. By the MX it is a stranger's choice of
  entry, for DNS can be forged.

A guess is asked about even inside the domain: the certificate says whose server it is, not that the mailbox is on it.
"""
