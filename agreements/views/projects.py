"""Projects: the set and one project."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.catalogue.rows import whole_projects
from agreements.figures import figure
from agreements.filters import ProjectFilter
from agreements.models import Agreement, Party, Project
from agreements.sorting import by_name
from agreements.views.facts import project_facts
from agreements.views.permanent import at_permanent_address
from agreements.views.record import marks_of, sources_of
from agreements.views.rows import agreement_rows
from agreements.views.sets import SetView
from agreements.views.timeline import Moment, in_order


class ProjectSet(SetView):
    """The set of projects."""

    name = "project_list"
    heading = gettext_lazy("Projects")
    lead = gettext_lazy("What came of the agreements: cooperation carried out, under way or proposed.")
    rows_template = "agreements/_project_rows.html"
    filterset_class = ProjectFilter

    def records(self) -> QuerySet[Project]:
        """Published projects with themes and the published agreements they stand under."""
        return whole_projects(Project.objects.published())

    def counted(self, total: int) -> str:
        """The number of projects in words."""
        return ngettext("%(n)s project", "%(n)s projects", total) % {"n": figure(total)}


@at_permanent_address(Project)
def project(request: HttpRequest, record: Project) -> HttpResponseBase:
    """The page of one project."""
    under = Agreement.objects.published().filter(projects=record).by_date()
    found = Party.objects.filter(pk__in=under.order_by().values("participations__party"))
    parties = sorted(found, key=by_name)
    institutions = sorted(record.institutions.all(), key=by_name)
    moments = [
        *(
            Moment(one.signed_on, one.get_kind_display(), one.title, url=one.get_absolute_url())
            for one in under
            if one.signed_on
        ),
        *([Moment(record.started_on, _("Project starts"))] if record.started_on else []),
        *([Moment(record.ended_on, _("Project ends"))] if record.ended_on else []),
    ]
    sources = sources_of(record)
    context = {
        "project": record,
        "facts": project_facts(record, parties, institutions),
        "agreements": agreement_rows([one.pk for one in under]),
        "parties": parties,
        "themes": sorted(record.themes.all(), key=by_name),
        "institutions": institutions,
        "timeline": in_order(moments),
        "sources": sources,
        "marks": marks_of(record, sources),
    }
    return render(request, "agreements/project.html", context)
