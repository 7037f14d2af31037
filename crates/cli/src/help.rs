//! What `--help` says.

pub(crate) const ALL: &str = "\
reachlight: what can reach what in a network on AWS, and why.

Usage: reachlight COMMAND INPUT… [OPTIONS]

Commands
  trace    follow one flow, forward and return, hop by hop
  fix      find the smallest edits that let one flow through
  harm     say which flows a change would break, before it is made
  matrix   who can reach whom: every ordered pair of ends
  diff     which flows and problems one change adds, removes or alters
  check    list the problems of the network, and check the expectations saved in it
  import   make one diagram out of the inputs
  export   write the diagram for another program: a picture, a chart, a report
  collect  print a script that reads a network out of an AWS account
  link     make a share link of a diagram
  open     make a diagram of a share link
  complete print what completes the commands in a shell
  manual   print the manual page

An INPUT is a file, a folder (read recursively), - (standard input) or a share link. What it holds is found out from its
content: the text form (.reach), the diagram JSON, a share link, AWS JSON (answers of aws ec2 describe-vpcs and the like, in
any files and folders), Terraform's (terraform show -json of a state or a plan, terraform.tfstate), or CloudFormation's templates
(JSON or YAML). Several INPUTs become one network.

  --param NAME=VALUE           the value of a template's parameter that has no default, or another one; AWS::Region, too

  reachlight COMMAND --help    says more
  reachlight --version

Exit status: 0 answered, 1 an expectation or a check failed, 2 bad usage or unreadable input.
";

/// Every command with its page, in the order of the list above.
pub(crate) const PAGES: [(&str, &str); 13] = [
    ("trace", TRACE),
    ("fix", FIX),
    ("harm", HARM),
    ("matrix", MATRIX),
    ("diff", DIFF),
    ("check", CHECK),
    ("import", IMPORT),
    ("export", EXPORT),
    ("collect", COLLECT),
    ("link", LINK),
    ("open", OPEN),
    ("complete", COMPLETE),
    ("manual", MANUAL),
];

pub(crate) const TRACE: &str = "\
Follow one flow, forward and return, hop by hop.

Usage: reachlight trace INPUT… --from SPEC --to SPEC [OPTIONS]

  --from SPEC, --to SPEC   the ends: an element's id, name:NAME, an IP address, internet, internet6, onprem:SITE/HOST,
                           service:s3, service:NAME@REGION, or ELEMENT@ADDRESS
  --tcp PORT, --udp PORT   the port or ports: 443, 8000-8010
  --icmp [TYPE[/CODE]]     ICMP messages; 8 is ping
  --proto NUMBER           another protocol
                           (without any of these: every packet)
  --source-ports A-B       the client's ports (1024-65535)
  --family 4|6             the address family, where the ends have both
  --action ACTION, --resource ARN, --principal ARN
                           the request to an AWS service: what the policies of the endpoint on the way and of the resource
                           itself say of it, beside the verdict; unknown if they depend on more than was given
  --flow-log-format FORMAT fields of the flow-log lines: a version from 2 to 10, or names as in: interface-id action (2)
  --flow-log-window A-B, --flow-log-reply-window A-B
                           first and last second, in Unix time, of the lines about the request (0-60) and the reply (the same)
  --flow-log-packets N, --flow-log-bytes N
                           what each line counted (1 packet, 40 bytes a packet)
  --flow-log-connection STATE
                           what of a TCP connection the lines hold, for the field tcp-flags: opens, opens-and-closes, goes-on
                           (opens)
  --no-assumptions         what rests on rules that no AWS page states is unknown
  --format text|json       how the answer is written (text)
  --assert RESULT          allowed, partial, blocked, unknown: the network's verdict; authorized, refused: the packets get
                           through, and the policies allow or refuse the request; or the code of the first blocker or of
                           the refusal. Exit status 1 if it comes out otherwise
";

pub(crate) const FIX: &str = "\
Find the smallest sets of edits that let one flow through: fewest edits first, then what opens least, then what costs least. Each
was tried, and the flow is allowed afterwards, there and back.

Usage: reachlight fix INPUT… --from SPEC --to SPEC [OPTIONS]

The ends and packets are given as for trace. The edits are lines of the text form, + for what is added, - for what is removed and
= for what is set. Changes counts the flows that come out otherwise, this one included: those saved in the diagram, and a sample
of other pairs.

  --format text|json       how the answer is written (text)
";

pub(crate) const MATRIX: &str = "\
Answer every ordered pair of interfaces, load balancers, endpoints, sites, clients, S3, DynamoDB and the internet: which packets
arrive and are answered, from any source port.

Usage: reachlight matrix INPUT… [OPTIONS]

  --only-reachable         leave out the pairs between which nothing passes; what is unknown stays
  --stats                  how many pairs there are of each verdict, and how many questions were asked
  --no-assumptions         what rests on rules that no AWS page states is unknown
  --format json|csv|md     how the answer is written (json)
";

pub(crate) const DIFF: &str = "\
Which flows and problems one change adds, removes or alters: every pair of ends of the two networks is compared.

Usage: reachlight diff OLD NEW [OPTIONS]
       reachlight diff PLAN [OPTIONS]      what a Terraform plan changes (terraform show -json plan)

  --no-assumptions         what rests on rules that no AWS page states is unknown
  --format text|json       how the answer is written (text)
";

pub(crate) const HARM: &str = "\
Say which flows a change would break, before it is made. Several changes are one, in their order.

Usage: reachlight harm INPUT… CHANGE… [OPTIONS]

  --remove ID              the element, and what AWS deletes with it
  --off ID                 the machine stops, the tunnels or the BGP session go down
  --without ROW            a row, as trace names it: rtb-1/10.1.0.0/16, sg-1/in/0, acl-1/out/100, vpn-1/t2
  --edit LINE              any change, as a line of the text form: \"= vpc-1 dns-support off\"
  --format text|json       how the answer is written (text)
  --assert none            exit status 1 if anything breaks

The flows are those saved in the diagram; if none are, every pair of ends, as matrix lists them. A flow breaks if it is allowed
less afterwards.
";

pub(crate) const CHECK: &str = "\
List the problems of the network, and check the expectations saved in it.

Usage: reachlight check INPUT… [OPTIONS]

  --no-assumptions         what rests on rules that no AWS page states is unknown
  --format text|json|sarif|junit
                           how the answer is written (text): sarif for code scanning, junit for test reports

Exit status 1 if a problem is an error or an expectation does not hold.
";

pub(crate) const IMPORT: &str = "\
Make one diagram out of the inputs.

Usage: reachlight import INPUT… [OPTIONS]

  -o FILE                  where the diagram goes (standard output)
  --to reach|json          text form or JSON (reach)
  --notes text|json        how the notes on standard error are written (text)
  --param NAME=VALUE       the value of a parameter of CloudFormation's templates, which every command takes

The notes say what was read, assumed (AWS's defaults for what the input lacks), ignored, contradictory, and what is not modelled:
flows that touch that are unknown.
";

pub(crate) const EXPORT: &str = "\
Write the diagram for another program.

Usage: reachlight export INPUT… --to FORMAT [-o FILE]

  --to mermaid             a flowchart for Markdown, with the watched flows and their verdicts
  --to dot                 the same for Graphviz
  --to svg                 the picture of the page; it carries the diagram, so that import and the page can open it
  --to png                 the same in dots, twice as fine as a screen; it needs a font of the system
  --to reach, --to json    the diagram itself, in the text form or as JSON
  --to drawio              nested containers for draw.io, with lines that hold on to what they join
  --to terraform           resources for the provider hashicorp/aws; what could not be written is in comments at the top
  --to cloudformation      a template in JSON for one Region; what could not be written is in its metadata
  --to flow-logs           what VPC flow logs would hold about the watched flows
  --to report              problems and watched flows, hop by hop, in Markdown; as a page if FILE ends in .html
  --theme light|dark       the colours of a picture (light)
  --html                   the report as a page
  --flow-log-format FORMAT fields of the flow-log lines, as for trace; so the next ones
  --flow-log-window A-B, --flow-log-reply-window A-B, --flow-log-packets N, --flow-log-bytes N, --flow-log-connection STATE
  -o FILE                  where it goes (standard output)

The same diagram gives the same bytes.
";

pub(crate) const COLLECT: &str = "\
Print a shell script that reads what decides about reachability in an AWS account, with the aws command and your own
credentials, and changes nothing. It does not ask for keys.

Usage: reachlight collect > collect.sh
       sh collect.sh eu-west-1 us-east-1 > network.json
       reachlight import network.json -o network.reach
";

pub(crate) const LINK: &str = "\
Make a share link of a diagram.

Usage: reachlight link INPUT… [OPTIONS]

  --mode view|explore|exercise|edit   what the reader may do
  --base URL                          the page's address; without it, only the part from # on is printed
";

pub(crate) const OPEN: &str = "\
Make a diagram of a share link.

Usage: reachlight open LINK [-o FILE] [--to reach|json]
";

pub(crate) const COMPLETE: &str = "\
Print what completes commands and options in a shell.

Usage: reachlight complete SHELL

  SHELL is bash, zsh, fish, elvish or powershell. In bash: source <(reachlight complete bash)
";

pub(crate) const MANUAL: &str = "\
Print the manual page, in the form that man reads.

Usage: reachlight manual > reachlight.1
";
