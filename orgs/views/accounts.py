"""One's own account: the log of log-ins."""

from django.contrib.auth.decorators import login_required

from marketplace.core.pages import RoomList

from ..models import LogIn


class LogIns(RoomList):
    """One's own log-ins and failed ones, newest first."""

    template_name = "orgs/log_ins.html"
    paginate_by = 30

    def rows(self, actor):
        return LogIn.objects.filter(user_id=actor.user_id).order_by("-id")


log_ins = login_required(LogIns.as_view())
