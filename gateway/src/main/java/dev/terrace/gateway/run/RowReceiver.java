package dev.terrace.gateway.run;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;

/** Where rows go. */
interface RowReceiver {

    /** These rows and no others are desired from now on. */
    void image(DesiredImage image);

    /** The desired rows change; after an image only. */
    void change(DesiredDelta delta);
}
