/**
 * @name A list reaches To or Cc
 * @description For a comparison: taint from what looks like a list of addresses to a header that everybody reads. Nothing is counted.
 * @kind problem
 * @problem.severity error
 * @id cclint/list-in-a-visible-header
 */

import python
import semmle.python.ApiGraphs
import semmle.python.dataflow.new.DataFlow
import semmle.python.dataflow.new.TaintTracking

module ListToHeader implements DataFlow::ConfigSig {
  predicate isSource(DataFlow::Node node) {
    node.(DataFlow::MethodCallNode).getMethodName() in [
        "join", "split", "splitlines", "readlines", "fetchall", "fetchmany", "values_list"
      ]
    or
    node.asExpr() instanceof ListComp
    or
    node.asExpr() = any(List list | count(list.getAnElt()) > 1)
  }

  predicate isSink(DataFlow::Node node) {
    exists(Assign assign, Subscript target |
      target = assign.getATarget() and
      target.getIndex().(StringLiteral).getText().toLowerCase() in ["to", "cc"] and
      node.asExpr() = assign.getValue()
    )
    or
    exists(DataFlow::MethodCallNode call |
      call.getMethodName() = "add_header" and
      call.getArg(0).asExpr().(StringLiteral).getText().toLowerCase() in ["to", "cc"] and
      node = call.getArg(1)
    )
    or
    exists(API::Node mail | mail = API::moduleImport("django").getMember("core").getMember("mail") |
      node = mail.getMember("send_mail").getACall().getParameter(3, "recipient_list").asSink()
      or
      node = mail.getMember(["EmailMessage", "EmailMultiAlternatives"]).getACall().getParameter(3, "to").asSink()
    )
    or
    node = API::moduleImport("flask_mail").getMember("Message").getACall().getParameter(1, "recipients").asSink()
  }
}

module Flow = TaintTracking::Global<ListToHeader>;

from DataFlow::Node source, DataFlow::Node sink
where Flow::flow(source, sink)
select sink, "A list from $@ reaches To or Cc.", source, "here"
